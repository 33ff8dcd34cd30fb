package io.github.thalweg.engine;

import io.github.thalweg.data.Dataset;
import io.github.thalweg.program.Inference;

/**
 * The part of an inference that is the same on every engine: it checks the thread, and divides the
 * rows into slices.
 */
public abstract class SlicedInference implements InferenceSession {
  protected final Inference inference;
  private final Owner owner = new Owner();

  protected SlicedInference(Inference inference) {
    this.inference = inference;
  }

  /**
   * Applies the model to consecutive rows, at most the capacity of its phase.
   *
   * @param outputs receives (N, outputs) of all rows
   */
  protected abstract void run(Dataset rows, int offset, int count, float[] outputs);

  /** Frees what it holds on its device; called once. */
  protected abstract void release();

  @Override
  public final void close() {
    if (owner.closes()) {
      release();
    }
  }

  @Override
  public final float[] outputs(Dataset rows) {
    owner.require();
    DataChecks.requireFeatures(inference.model(), rows, "given");
    float[] outputs = new float[Math.multiplyExact(rows.rows(), inference.model().outputs())];
    int capacity = inference.phase().capacity();
    for (int offset = 0; offset < rows.rows(); offset += capacity) {
      run(rows, offset, Math.min(capacity, rows.rows() - offset), outputs);
    }
    return outputs;
  }
}
