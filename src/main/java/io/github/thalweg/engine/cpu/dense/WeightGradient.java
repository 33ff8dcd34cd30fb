package io.github.thalweg.engine.cpu.dense;

import io.github.thalweg.engine.cpu.gemm.Gemm;
import io.github.thalweg.engine.cpu.threads.TiledWork;
import io.github.thalweg.engine.cpu.threads.Workers;

/**
 * A dense layer's gradient by its weights and biases: ∂C/∂W = (∂C/∂z)ᵀ·x, ∂C/∂b = the column sums
 * of ∂C/∂z. If few weights have long sums, the sums are cut, else the weights.
 */
final class WeightGradient implements TiledWork {
  /** With more weights than this, the weights are cut, for any length of the sums. */
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
