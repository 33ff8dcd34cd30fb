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

  /** Index of an element in {@link #data}. */
  public int at(int row, int column) {
    return offset + row * columns + column;
  }

  /** The window whose first element is this one's (row, column). */
  public Matrix from(int row, int column) {
    return new Matrix(data, at(row, column), columns);
  }

  /** Moves to an element of other rows. */
  public void moveTo(FloatBuffer rows, int index) {
    moveTo(rows.array(), rows.arrayOffset() + index);
  }

  /** Copies a row of another matrix over one here. */
  public void copyRow(FloatBuffer rows, int from, int to) {
    System.arraycopy(rows.array(), rows.arrayOffset() + from * columns, data, at(to, 0), columns);
  }

  public void moveTo(float[] data, int offset) {
    this.data = data;
    this.offset = offset;
  }
}
