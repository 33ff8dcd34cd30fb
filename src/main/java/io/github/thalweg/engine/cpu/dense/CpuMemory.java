package io.github.thalweg.engine.cpu.dense;

import io.github.thalweg.data.Dataset;
import io.github.thalweg.engine.cpu.threads.Matrix;
import io.github.thalweg.nn.Tensor;
import io.github.thalweg.program.TrainingProgram;

/** The arrays of a session, and the place of the current batch in the data. */
public final class CpuMemory {
  public final float[] theta;
  public final float[] gradient;

  /** The optimizer's state: an array a slot, because the JVM vectorises no loop over two of one. */
  public final float[][] slots;

  public int[] order;

  /** The rows of the data set of the current batch; its own begin at {@link #dataOffset}. */
  public Matrix features;

  public Matrix targets;
  public int dataOffset;
  private Dataset data;
  private final boolean gathers;

  public CpuMemory(TrainingProgram program) {
    theta = new float[program.parameterCount()];
    gradient = new float[program.parameterCount()];
    slots = new float[program.training().optimizer().slots()][program.parameterCount()];
    gathers = program.load().gathered();
  }

  /** For a forward pass with these parameters. */
  public CpuMemory(float[] theta) {
    this.theta = theta;
    gradient = new float[0];
    slots = new float[0][];
    gathers = false;
  }

  /** Sets the rows for the next execution of a phase. */
  public void batch(Dataset data, int offset) {
    if (data != this.data) {
      this.data = data;
      features = Matrix.of(data.features(), data.columns());
      targets = Matrix.of(data.targets(), data.targetColumns());
    }
    dataOffset = offset;
  }

  /**
   * Memory for a tensor: a view of a flat vector, or a separate array.
   *
   * @param capacity the most rows of a batch
   */
  public Matrix matrix(Tensor tensor, int capacity) {
    float[] array =
        switch (tensor.role()) {
          case PARAMETER -> theta;
          case GRADIENT -> gradient;
          case STATE -> throw new IllegalArgumentException("The state is not one array.");
          case INPUT, TARGET -> gathers ? array(tensor, capacity) : new float[0];
          case ACTIVATION, ACTIVATION_GRADIENT, METRIC -> array(tensor, capacity);
        };
    return new Matrix(array, tensor.offset(), tensor.columns());
  }

  private static float[] array(Tensor tensor, int capacity) {
    return new float[Math.toIntExact(tensor.elements(capacity))];
  }
}
