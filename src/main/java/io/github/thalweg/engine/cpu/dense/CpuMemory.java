package io.github.thalweg.engine.cpu.dense;

import io.github.thalweg.data.Dataset;
import io.github.thalweg.engine.cpu.threads.IntMatrix;
import io.github.thalweg.engine.cpu.threads.Matrix;
import io.github.thalweg.engine.cpu.threads.Rows;
import io.github.thalweg.nn.Kind;
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
  public Rows features;

  public Rows targets;
  public int dataOffset;
  private Dataset data;
  private final Kind targetKind;
  private final boolean gathers;

  public CpuMemory(TrainingProgram program) {
    theta = new float[program.parameterCount()];
    gradient = new float[program.parameterCount()];
    slots = new float[program.training().optimizer().slots()][program.parameterCount()];
    targetKind = program.load().target().kind();
    gathers = program.load().gathered();
  }

  /** For a forward pass with these parameters. */
  public CpuMemory(float[] theta) {
    this.theta = theta;
    gradient = new float[0];
    slots = new float[0][];
    targetKind = Kind.FLOAT32;
    gathers = false;
  }

  /** Sets the rows for the next execution of a phase. */
  public void batch(Dataset data, int offset) {
    if (data != this.data) {
      this.data = data;
      features = Matrix.of(data.features(), data.columns());
      targets =
          switch (targetKind) {
            case FLOAT32 -> Matrix.of(data.targets(), data.targetColumns());
            case INT32 -> IntMatrix.of(data.classIndices(), data.targetColumns());
          };
    }
    dataOffset = offset;
  }

  /**
   * Memory for a tensor: a view of a flat vector, or a separate array.
   *
   * @param capacity the most rows of a batch
   */
  public Rows rows(Tensor tensor, int capacity) {
    return switch (tensor.role()) {
      case PARAMETER -> new Matrix(theta, tensor.offset(), tensor.columns());
      case GRADIENT -> new Matrix(gradient, tensor.offset(), tensor.columns());
      case STATE -> throw new IllegalArgumentException("The state is not one array.");
      case INPUT, TARGET -> zeros(tensor, gathers ? capacity : 0);
      case ACTIVATION, ACTIVATION_GRADIENT, METRIC -> zeros(tensor, capacity);
    };
  }

  private static Rows zeros(Tensor tensor, int rows) {
    return Rows.zeros(tensor.kind(), Math.toIntExact(tensor.elements(rows)), tensor.columns());
  }
}
