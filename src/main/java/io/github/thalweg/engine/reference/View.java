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

  /** The first elements, one after the other. */
  Elements elements(int count) {
    return new Elements(data, offset, count);
  }

  /** Consecutive elements of an array. */
  record Elements(double[] data, int offset, int count) {
    double get(int i) {
      return data[offset + i];
    }

    void set(int i, double value) {
      data[offset + i] = value;
    }

    double[] copy() {
      return Arrays.copyOfRange(data, offset, offset + count);
    }
  }
}
