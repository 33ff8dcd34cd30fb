package io.github.thalweg.engine.cpu.gemm;

import static io.github.thalweg.engine.cpu.elements.Lanes.LANES;
import static io.github.thalweg.engine.cpu.elements.Lanes.SPECIES;

import io.github.thalweg.engine.cpu.threads.Matrix;
import io.github.thalweg.engine.cpu.threads.Tiles;
import io.github.thalweg.engine.cpu.threads.Tiles.Tile;
import jdk.incubator.vector.FloatVector;

/**
 * C = A·Bᵀ where A or B has few rows: both matrices are read in place, along their rows. Every
 * element is a sum of LANES partial sums, which are added in order.
 */
final class DotProducts {
  /** With up to this many columns a panel would be mostly empty. */
  private static final int FEW_COLUMNS = 12;

  /** With up to this many rows a panel is not worth copying, if the sums are long. */
  private static final int FEW_ROWS = 24;

  private static final int LONG_SUM = 128;

  private static final ThreadLocal<float[]> SUMS =
      ThreadLocal.withInitial(() -> new float[16 * LANES]);

  private DotProducts() {}

  /** Whether a product of this shape is faster this way. */
  static boolean suit(Tiles shape, int terms) {
    return shape.columns() <= FEW_COLUMNS
        || shape.rows() <= (terms < LONG_SUM ? VectorGemm.ROWS - 1 : FEW_ROWS);
  }

  static void multiply(int terms, Matrix a, Matrix b, Matrix c, Tile tile) {
    float[] sums = SUMS.get();
    if (tile.rows() > tile.columns()) {
      for (int i = tile.top(); i < tile.bottom(); i += 4) {
        for (int j = tile.left(); j < tile.right(); j += 4) {
          fourByFour(terms, a, i, tile.bottom(), b, j, tile.right(), c, sums);
        }
      }
    } else {
      for (int j = tile.left(); j < tile.right(); j += 4) {
        for (int i = tile.top(); i < tile.bottom(); i += 4) {
          fourByFour(terms, a, i, tile.bottom(), b, j, tile.right(), c, sums);
        }
      }
    }
  }

  /** Rows of A beyond {@code bottom} and of B beyond {@code right} repeat the last one. */
  private static void fourByFour(
      int terms,
      Matrix a,
      int top,
      int bottom,
      Matrix b,
      int left,
      int right,
      Matrix c,
      float[] sums) {
    int whole = SPECIES.loopBound(terms);
    partialSums(
        whole,
        a.data,
        a.at(top, 0),
        a.columns,
        bottom - top - 1,
        b.data,
        b.at(left, 0),
        b.columns,
        right - left - 1,
        sums);
    int rows = Math.min(4, bottom - top);
    int columns = Math.min(4, right - left);
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        float sum = 0;
        for (int lane = 0; lane < LANES; lane++) {
          sum += sums[(4 * i + j) * LANES + lane];
        }
        int x = a.at(top + i, 0);
        int y = b.at(left + j, 0);
        for (int l = whole; l < terms; l++) {
          sum += a.data[x + l] * b.data[y + l];
        }
        c.data[c.at(top + i, left + j)] = sum;
      }
    }
  }

  private static void partialSums(
      int terms,
      float[] a,
      int a0,
      int aStep,
      int aLast,
      float[] b,
      int b0,
      int bStep,
      int bLast,
      float[] sums) {
    FloatVector sum00 = FloatVector.zero(SPECIES);
    FloatVector sum01 = FloatVector.zero(SPECIES);
    FloatVector sum02 = FloatVector.zero(SPECIES);
    FloatVector sum03 = FloatVector.zero(SPECIES);
    FloatVector sum10 = FloatVector.zero(SPECIES);
    FloatVector sum11 = FloatVector.zero(SPECIES);
    FloatVector sum12 = FloatVector.zero(SPECIES);
    FloatVector sum13 = FloatVector.zero(SPECIES);
    FloatVector sum20 = FloatVector.zero(SPECIES);
    FloatVector sum21 = FloatVector.zero(SPECIES);
    FloatVector sum22 = FloatVector.zero(SPECIES);
    FloatVector sum23 = FloatVector.zero(SPECIES);
    FloatVector sum30 = FloatVector.zero(SPECIES);
    FloatVector sum31 = FloatVector.zero(SPECIES);
    FloatVector sum32 = FloatVector.zero(SPECIES);
    FloatVector sum33 = FloatVector.zero(SPECIES);
    int a1 = a0 + Math.min(1, aLast) * aStep;
    int a2 = a0 + Math.min(2, aLast) * aStep;
    int a3 = a0 + Math.min(3, aLast) * aStep;
    int b1 = b0 + Math.min(1, bLast) * bStep;
    int b2 = b0 + Math.min(2, bLast) * bStep;
    int b3 = b0 + Math.min(3, bLast) * bStep;
    for (int l = 0; l < terms; l += LANES) {
      FloatVector y0 = FloatVector.fromArray(SPECIES, b, b0 + l);
      FloatVector y1 = FloatVector.fromArray(SPECIES, b, b1 + l);
      FloatVector y2 = FloatVector.fromArray(SPECIES, b, b2 + l);
      FloatVector y3 = FloatVector.fromArray(SPECIES, b, b3 + l);
      FloatVector x0 = FloatVector.fromArray(SPECIES, a, a0 + l);
      sum00 = x0.fma(y0, sum00);
      sum01 = x0.fma(y1, sum01);
      sum02 = x0.fma(y2, sum02);
      sum03 = x0.fma(y3, sum03);
      FloatVector x1 = FloatVector.fromArray(SPECIES, a, a1 + l);
      sum10 = x1.fma(y0, sum10);
      sum11 = x1.fma(y1, sum11);
      sum12 = x1.fma(y2, sum12);
      sum13 = x1.fma(y3, sum13);
      FloatVector x2 = FloatVector.fromArray(SPECIES, a, a2 + l);
      sum20 = x2.fma(y0, sum20);
      sum21 = x2.fma(y1, sum21);
      sum22 = x2.fma(y2, sum22);
      sum23 = x2.fma(y3, sum23);
      FloatVector x3 = FloatVector.fromArray(SPECIES, a, a3 + l);
      sum30 = x3.fma(y0, sum30);
      sum31 = x3.fma(y1, sum31);
      sum32 = x3.fma(y2, sum32);
      sum33 = x3.fma(y3, sum33);
    }
    sum00.intoArray(sums, 0);
    sum01.intoArray(sums, LANES);
    sum02.intoArray(sums, 2 * LANES);
    sum03.intoArray(sums, 3 * LANES);
    sum10.intoArray(sums, 4 * LANES);
    sum11.intoArray(sums, 5 * LANES);
    sum12.intoArray(sums, 6 * LANES);
    sum13.intoArray(sums, 7 * LANES);
    sum20.intoArray(sums, 8 * LANES);
    sum21.intoArray(sums, 9 * LANES);
    sum22.intoArray(sums, 10 * LANES);
    sum23.intoArray(sums, 11 * LANES);
    sum30.intoArray(sums, 12 * LANES);
    sum31.intoArray(sums, 13 * LANES);
    sum32.intoArray(sums, 14 * LANES);
    sum33.intoArray(sums, 15 * LANES);
  }
}
