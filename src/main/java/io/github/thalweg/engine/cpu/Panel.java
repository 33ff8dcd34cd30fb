package io.github.thalweg.engine.cpu;

import static io.github.thalweg.engine.cpu.VectorGemm.LANES;
import static io.github.thalweg.engine.cpu.VectorGemm.SPECIES;

import jdk.incubator.vector.FloatVector;

/**
 * A copy of some columns of op(B): the columns of one term, filled up to whole vectors, after those
 * of another. What fills up is never looked at.
 */
final class Panel {
  /** Where there is no gather instruction, the Vector API's gather is slower than loops. */
  private static final boolean GATHERS = LANES >= 8;

  /** Rows of B (n, k) that are copied together. */
  private static final int GROUP = GATHERS ? LANES : 8;

  final float[] data;

  /** Where the first term starts. */
  int start;

  int terms;
  int columns;

  /** 1, 2 or 4 vectors that hold the columns of a term. */
  int vectors;

  /** Distances of the rows of a group. */
  private final int[] distances = new int[GROUP];

  /**
   * @param capacity terms times columns at most
   */
  Panel(int capacity) {
    data = new float[capacity + Alignment.LINE];
  }

  /** Puts what is copied from now on at the start of a cache line. */
  void align() {
    start = Alignment.firstAligned(data);
  }

  /** Floats from one term to the next. */
  int width() {
    return vectors * LANES;
  }

  private void resize(int terms, int columns) {
    this.terms = terms;
    this.columns = columns;
    int needed = Math.ceilDiv(columns, LANES);
    vectors = needed == 3 ? 4 : needed;
  }

  /** Takes terms {@code from} … and columns {@code left} … of a B (k, n). */
  void copy(Matrix b, int from, int terms, int left, int columns) {
    resize(terms, columns);
    int at = b.at(from, left);
    if (columns < width()) {
      for (int l = 0; l < terms; l++) {
        System.arraycopy(b.data, at + l * b.columns, data, start + l * width(), columns);
      }
    } else {
      copyVectors(b.data, at, b.columns, data, start, terms, width());
    }
  }

  private static void copyVectors(
      float[] b, int at, int step, float[] data, int start, int terms, int width) {
    for (int l = 0; l < terms; l++) {
      for (int j = 0; j < width; j += LANES) {
        FloatVector.fromArray(SPECIES, b, at + l * step + j).intoArray(data, start + l * width + j);
      }
    }
  }

  /** Takes terms {@code from} … and columns {@code left} … of the transpose of a B (n, k). */
  void transpose(Matrix b, int from, int terms, int left, int columns) {
    resize(terms, columns);
    for (int j = 0; j < columns; j += GROUP) {
      int last = Math.min(GROUP, columns - j) - 1;
      for (int i = 0; i < GROUP; i++) {
        distances[i] = Math.min(i, last) * b.columns;
      }
      int at = b.at(left + j, from);
      if (GATHERS) {
        gather(b.data, at, distances, terms, data, start + j, width());
      } else {
        eightRows(b.data, at, distances, terms, data, start + j, width());
      }
    }
  }

  private static void gather(
      float[] b, int at, int[] distances, int terms, float[] data, int start, int width) {
    for (int l = 0; l < terms; l++) {
      FloatVector.fromArray(SPECIES, b, at + l, distances, 0).intoArray(data, start + l * width);
    }
  }

  private static void eightRows(
      float[] b, int at, int[] distances, int terms, float[] data, int start, int width) {
    int row1 = at + distances[1];
    int row2 = at + distances[2];
    int row3 = at + distances[3];
    int row4 = at + distances[4];
    int row5 = at + distances[5];
    int row6 = at + distances[6];
    int row7 = at + distances[7];
    for (int l = 0; l < terms; l++) {
      int target = start + l * width;
      data[target] = b[at + l];
      data[target + 1] = b[row1 + l];
      data[target + 2] = b[row2 + l];
      data[target + 3] = b[row3 + l];
      data[target + 4] = b[row4 + l];
      data[target + 5] = b[row5 + l];
      data[target + 6] = b[row6 + l];
      data[target + 7] = b[row7 + l];
    }
  }
}
