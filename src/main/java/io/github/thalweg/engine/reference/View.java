package io.github.thalweg.engine.reference;

import java.util.Arrays;

/**
 * A row-major matrix inside an array.
 *
 * @param offset of element (0, 0)
 * @param columns elements in a row
 */
record View(double[] data, int offset, int columns) {
  double get(int row, int column) {
    return data[offset + row * columns + column];
  }

  void set(int row, int column, double value) {
    data[offset + row * columns + column] = value;
  }

  /** The first rows, copied. */
  double[] rows(int count) {
    return Arrays.copyOfRange(data, offset, offset + count * columns);
  }
}
