package io.github.thalweg.engine.cpu.threads;

import java.nio.FloatBuffer;

/**
 * A row-major window into a float array. The batch's input moves from step to step; everything else
 * stays where it is.
 */
public final class Matrix {
  public float[] data;
  public int offset;

  /** Elements in a row, which is also the distance between rows. */
  public final int columns;

  public Matrix(float[] data, int offset, int columns) {
    this.data = data;
    this.offset = offset;
    this.columns = columns;
  }

  /** The rows of a data set, where they are. */
  public static Matrix of(FloatBuffer rows, int columns) {
    return new Matrix(rows.array(), rows.arrayOffset(), columns);
  }

  /** Index of an element in {@link #data}. */
  public int at(int row, int column) {
    return offset + row * columns + column;
  }

  /** The window whose first element is this one's (row, column). */
  public Matrix from(int row, int column) {
    return new Matrix(data, at(row, column), columns);
  }

  /** Moves to a row of another matrix. */
  public void moveTo(Matrix rows, int row) {
    moveTo(rows.data, rows.at(row, 0));
  }

  /** Copies a row of another matrix over one here. */
  public void copyRow(Matrix rows, int from, int to) {
    System.arraycopy(rows.data, rows.at(from, 0), data, at(to, 0), columns);
  }

  public void moveTo(float[] data, int offset) {
    this.data = data;
    this.offset = offset;
  }
}
