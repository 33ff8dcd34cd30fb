package io.github.thalweg.engine.cpu.threads;

import java.nio.FloatBuffer;

/** A row-major window into a float array. */
public final class Matrix extends Rows {
  public float[] data;

  public Matrix(float[] data, int offset, int columns) {
    super(offset, columns);
    this.data = data;
  }

  /** The rows of a data set, where they are. */
  public static Matrix of(FloatBuffer rows, int columns) {
    return new Matrix(rows.array(), rows.arrayOffset(), columns);
  }

  /** The window whose first element is this one's (row, column). */
  public Matrix from(int row, int column) {
    return new Matrix(data, at(row, column), columns);
  }

  @Override
  public void moveTo(Rows rows, int row) {
    moveTo(((Matrix) rows).data, rows.at(row, 0));
  }

  public void moveTo(float[] data, int offset) {
    this.data = data;
    this.offset = offset;
  }

  @Override
  public void copyRow(Rows rows, int from, int to) {
    System.arraycopy(((Matrix) rows).data, rows.at(from, 0), data, at(to, 0), columns);
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
