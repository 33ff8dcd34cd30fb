package io.github.thalweg.engine.cpu.threads;

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

  public void moveTo(float[] data, int offset) {
    this.data = data;
    this.offset = offset;
  }
}
