package io.github.thalweg.engine.cpu.gemm;

import io.github.thalweg.engine.cpu.threads.Matrix;

/** Copies of matrices with rows and columns exchanged. */
public final class Transposition {
  /** Rows that are copied together, so that writes are side by side. */
  private static final int GROUP = 8;

  private Transposition() {}

  /** Elements of a row of a copy: the columns of the source, in whole groups. */
  public static int width(int rows) {
    return Math.ceilDiv(rows, GROUP) * GROUP;
  }

  /**
   * Copies columns {@code left} … {@code left} + {@code count} − 1 of the rows from {@code top} on:
   * each becomes a row of {@code copy}, the first at {@code start}, one {@code step} after the
   * other. The filling of the last group of such a row is never read.
   *
   * @param bottom the row to stop at
   * @param step at least {@code width(bottom − top)}
   */
  public static void copy(
      Matrix from, int top, int bottom, int left, int count, float[] copy, int start, int step) {
    for (int i = top; i < bottom; i += GROUP) {
      int last = bottom - 1;
      eightRows(
          from.data,
          from.at(i, left),
          from.at(Math.min(i + 1, last), left),
          from.at(Math.min(i + 2, last), left),
          from.at(Math.min(i + 3, last), left),
          from.at(Math.min(i + 4, last), left),
          from.at(Math.min(i + 5, last), left),
          from.at(Math.min(i + 6, last), left),
          from.at(Math.min(i + 7, last), left),
          count,
          copy,
          start + i - top,
          step);
    }
  }

  /** Loops: the Vector API's gather is fast only if no other code gathers other vectors. */
  private static void eightRows(
      float[] from,
      int row0,
      int row1,
      int row2,
      int row3,
      int row4,
      int row5,
      int row6,
      int row7,
      int count,
      float[] copy,
      int start,
      int step) {
    for (int l = 0; l < count; l++) {
      float value0 = from[row0 + l];
      float value1 = from[row1 + l];
      float value2 = from[row2 + l];
      float value3 = from[row3 + l];
      float value4 = from[row4 + l];
      float value5 = from[row5 + l];
      float value6 = from[row6 + l];
      float value7 = from[row7 + l];
      int target = start + l * step;
      copy[target] = value0;
      copy[target + 1] = value1;
      copy[target + 2] = value2;
      copy[target + 3] = value3;
      copy[target + 4] = value4;
      copy[target + 5] = value5;
      copy[target + 6] = value6;
      copy[target + 7] = value7;
    }
  }
}
