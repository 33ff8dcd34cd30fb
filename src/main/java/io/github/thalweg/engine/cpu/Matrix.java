package io.github.thalweg.engine.cpu;

/**
 * A row-major window into a float array. The batch's input moves from step to step; everything else
 * stays where it is.
 */
final class Matrix {
  float[] data;
  int offset;

  /** Elements in a row, which is also the distance between rows. */
  final int columns;

  Matrix(float[] data, int offset, int columns) {
    this.data = data;
    this.offset = offset;
    this.columns = columns;
  }

  /** Index of an element in {@link #data}. */
  int at(int row, int column) {
    return offset + row * columns + column;
  }

  /** The window whose first element is this one's (row, column). */
  Matrix from(int row, int column) {
    return new Matrix(data, at(row, column), columns);
  }

  void moveTo(float[] data, int offset) {
    this.data = data;
    this.offset = offset;
  }
}
