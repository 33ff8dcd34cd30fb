package io.github.thalweg.engine.cpu.threads;

import java.nio.IntBuffer;

/** A row-major window into an int array. */
public final class IntMatrix extends Rows {
  public int[] data;

  public IntMatrix(int[] data, int offset, int columns) {
    super(offset, columns);
    this.data = data;
  }

  /** The rows of a data set, where they are. */
  public static IntMatrix of(IntBuffer rows, int columns) {
    return new IntMatrix(rows.array(), rows.arrayOffset(), columns);
  }

  @Override
  public void moveTo(Rows rows, int row) {
    data = ((IntMatrix) rows).data;
    offset = rows.at(row, 0);
  }

  @Override
  public void copyRow(Rows rows, int from, int to) {
    System.arraycopy(((IntMatrix) rows).data, rows.at(from, 0), data, at(to, 0), columns);
  }

  @Override
  public double[] doubles(int count) {
    double[] values = new double[count];
    for (int i = 0; i < count; i++) {
      values[i] = data[offset + i];
    }
    return values;
  }
}
