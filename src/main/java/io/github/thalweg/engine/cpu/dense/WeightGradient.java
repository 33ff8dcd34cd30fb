package io.github.thalweg.engine.cpu.dense;

import io.github.thalweg.engine.cpu.gemm.Gemm;
import io.github.thalweg.engine.cpu.threads.TiledWork;
import io.github.thalweg.engine.cpu.threads.Workers;

/**
 * A dense layer's gradient by its weights and biases: ∂C/∂W = (∂C/∂z)ᵀ·x, ∂C/∂b = the column sums
 * of ∂C/∂z. Where few weights have long sums, the sums are cut, else the weights.
 */
final class WeightGradient implements TiledWork {
  /** Weights beyond which they are cut however long their sums are. */
  private static final int MANY_WEIGHTS = 1 << 16;

  private final boolean fewWeights;
  private final TiledWork whole;
  private final TiledWork inParts;
  private TiledWork chosen;

  WeightGradient(LayerGradient layer, Gemm gemm, Workers workers) {
    fewWeights = layer.weights() <= MANY_WEIGHTS;
    whole = new WholeSums(layer, gemm, workers);
    inParts = new PartialSums(layer, gemm);
  }

  @Override
  public int begin(int rows) {
    chosen = fewWeights && rows > PartialSums.ROWS ? inParts : whole;
    return chosen.begin(rows);
  }

  @Override
  public void compute(int tile) {
    chosen.compute(tile);
  }

  @Override
  public void finish() {
    chosen.finish();
  }
}
