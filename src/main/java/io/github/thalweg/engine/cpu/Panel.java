package io.github.thalweg.engine.cpu;

import static io.github.thalweg.engine.cpu.VectorGemm.LANES;
import static io.github.thalweg.engine.cpu.VectorGemm.SPECIES;
import static io.github.thalweg.engine.cpu.VectorGemm.VECTORS;

import io.github.thalweg.engine.cpu.Gemm.Form;
import jdk.incubator.vector.FloatVector;

/**
 * A copy of some columns of op(B): the columns of one term, filled up to whole vectors, after those
 * of another. What fills up is never looked at.
 */
final class Panel {
  /** Rows of a B (n, k) that are copied together. */
  private static final int GROUP = 8;

  final float[] data;

  /** Where the first term starts. */
  int start;

  int terms;
  int columns;

  /** Vectors that hold the columns of a term: 1, 2 or 4. */
  int vectors;

  private final int[] rows = new int[GROUP];

  /**
   * @param capacity terms times columns at most
   */
  Panel(int capacity) {
    data = new float[capacity + Alignment.LINE + GROUP];
  }

  /** Puts what is copied from now on at the start of a cache line. */
  void align() {
    start = Alignment.firstAligned(data);
  }

  /** Floats from one term to the next. */
  int width() {
    return vectors * LANES;
  }

  /**
   * Copies terms from {@code from} on, of as many columns as fit, from {@code left} on.
   *
   * @param right the column to stop at
   */
  void take(Form form, Matrix b, int from, int terms, int left, int right) {
    this.terms = terms;
    vectors = Math.min(VECTORS, Math.ceilDiv(right - left, LANES));
    if (vectors == 3) {
      vectors = 2;
    }
    columns = Math.min(width(), right - left);
    if (form.transposesB()) {
      for (int j = 0; j < columns; j += GROUP) {
        for (int i = 0; i < GROUP; i++) {
          rows[i] = b.at(Math.min(left + j + i, right - 1), from);
        }
        eightRows(b.data, rows, terms, data, start + j, width());
      }
    } else if (columns == width()) {
      vectors(b.data, b.at(from, left), b.columns, terms, data, start, width());
    } else {
      for (int l = 0; l < terms; l++) {
        System.arraycopy(b.data, b.at(from + l, left), data, start + l * width(), columns);
      }
    }
  }

  private static void vectors(
      float[] b, int at, int step, int terms, float[] data, int start, int width) {
    for (int l = 0; l < terms; l++) {
      for (int j = 0; j < width; j += LANES) {
        FloatVector.fromArray(SPECIES, b, at + l * step + j).intoArray(data, start + l * width + j);
      }
    }
  }

  /** Loops: the Vector API's gather is fast only as long as nobody else gathers other vectors. */
  private static void eightRows(
      float[] b, int[] rows, int terms, float[] data, int start, int width) {
    int row0 = rows[0];
    int row1 = rows[1];
    int row2 = rows[2];
    int row3 = rows[3];
    int row4 = rows[4];
    int row5 = rows[5];
    int row6 = rows[6];
    int row7 = rows[7];
    for (int l = 0; l < terms; l++) {
      float value0 = b[row0 + l];
      float value1 = b[row1 + l];
      float value2 = b[row2 + l];
      float value3 = b[row3 + l];
      float value4 = b[row4 + l];
      float value5 = b[row5 + l];
      float value6 = b[row6 + l];
      float value7 = b[row7 + l];
      int target = start + l * width;
      data[target] = value0;
      data[target + 1] = value1;
      data[target + 2] = value2;
      data[target + 3] = value3;
      data[target + 4] = value4;
      data[target + 5] = value5;
      data[target + 6] = value6;
      data[target + 7] = value7;
    }
  }
}
