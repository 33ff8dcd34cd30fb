package io.github.thalweg.engine.cpu.gemm;

import static io.github.thalweg.engine.cpu.elements.Lanes.LANES;
import static io.github.thalweg.engine.cpu.elements.Lanes.SPECIES;
import static io.github.thalweg.engine.cpu.gemm.VectorGemm.ROWS;

import jdk.incubator.vector.FloatVector;

/**
 * The innermost loops of C = A·B as in {@link RowsTimesPanel}, but with A's rows packed: the six
 * factors of each term, from {@code first} on, one term after the other. Then one address is enough
 * for all six rows. Common loops with the distances between rows and terms as arguments would reach
 * 83 to 85 % of the peak with 128 terms; the loops for rows reach 90 and these 93.
 *
 * <p>B is a panel: the columns of each term, one term after the other, from {@code start}. C's rows
 * are {@code width} apart, from {@code at}.
 */
final class PackedRowsTimesPanel {
  private PackedRowsTimesPanel() {}

  /** Four vectors: 24 sums, for processors with 32 vector registers. */
  static void byFour(
      int terms,
      float[] a,
      int first,
      float[] panel,
      int start,
      float[] c,
      int at,
      int width,
      boolean add) {
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
    FloatVector sum40 = FloatVector.zero(SPECIES);
    FloatVector sum41 = FloatVector.zero(SPECIES);
    FloatVector sum42 = FloatVector.zero(SPECIES);
    FloatVector sum43 = FloatVector.zero(SPECIES);
    FloatVector sum50 = FloatVector.zero(SPECIES);
    FloatVector sum51 = FloatVector.zero(SPECIES);
    FloatVector sum52 = FloatVector.zero(SPECIES);
    FloatVector sum53 = FloatVector.zero(SPECIES);
    for (int l = 0; l < terms; l++) {
      FloatVector columns0 = FloatVector.fromArray(SPECIES, panel, start + l * 4 * LANES);
      FloatVector columns1 = FloatVector.fromArray(SPECIES, panel, start + l * 4 * LANES + LANES);
      FloatVector columns2 =
          FloatVector.fromArray(SPECIES, panel, start + l * 4 * LANES + 2 * LANES);
      FloatVector columns3 =
          FloatVector.fromArray(SPECIES, panel, start + l * 4 * LANES + 3 * LANES);
      FloatVector factor0 = FloatVector.broadcast(SPECIES, a[first + l * ROWS]);
      sum00 = columns0.fma(factor0, sum00);
      sum01 = columns1.fma(factor0, sum01);
      sum02 = columns2.fma(factor0, sum02);
      sum03 = columns3.fma(factor0, sum03);
      FloatVector factor1 = FloatVector.broadcast(SPECIES, a[first + l * ROWS + 1]);
      sum10 = columns0.fma(factor1, sum10);
      sum11 = columns1.fma(factor1, sum11);
      sum12 = columns2.fma(factor1, sum12);
      sum13 = columns3.fma(factor1, sum13);
      FloatVector factor2 = FloatVector.broadcast(SPECIES, a[first + l * ROWS + 2]);
      sum20 = columns0.fma(factor2, sum20);
      sum21 = columns1.fma(factor2, sum21);
      sum22 = columns2.fma(factor2, sum22);
      sum23 = columns3.fma(factor2, sum23);
      FloatVector factor3 = FloatVector.broadcast(SPECIES, a[first + l * ROWS + 3]);
      sum30 = columns0.fma(factor3, sum30);
      sum31 = columns1.fma(factor3, sum31);
      sum32 = columns2.fma(factor3, sum32);
      sum33 = columns3.fma(factor3, sum33);
      FloatVector factor4 = FloatVector.broadcast(SPECIES, a[first + l * ROWS + 4]);
      sum40 = columns0.fma(factor4, sum40);
      sum41 = columns1.fma(factor4, sum41);
      sum42 = columns2.fma(factor4, sum42);
      sum43 = columns3.fma(factor4, sum43);
      FloatVector factor5 = FloatVector.broadcast(SPECIES, a[first + l * ROWS + 5]);
      sum50 = columns0.fma(factor5, sum50);
      sum51 = columns1.fma(factor5, sum51);
      sum52 = columns2.fma(factor5, sum52);
      sum53 = columns3.fma(factor5, sum53);
    }
    if (add) {
      sum00 = sum00.add(FloatVector.fromArray(SPECIES, c, at));
      sum01 = sum01.add(FloatVector.fromArray(SPECIES, c, at + LANES));
      sum02 = sum02.add(FloatVector.fromArray(SPECIES, c, at + 2 * LANES));
      sum03 = sum03.add(FloatVector.fromArray(SPECIES, c, at + 3 * LANES));
      sum10 = sum10.add(FloatVector.fromArray(SPECIES, c, at + width));
      sum11 = sum11.add(FloatVector.fromArray(SPECIES, c, at + width + LANES));
      sum12 = sum12.add(FloatVector.fromArray(SPECIES, c, at + width + 2 * LANES));
      sum13 = sum13.add(FloatVector.fromArray(SPECIES, c, at + width + 3 * LANES));
      sum20 = sum20.add(FloatVector.fromArray(SPECIES, c, at + 2 * width));
      sum21 = sum21.add(FloatVector.fromArray(SPECIES, c, at + 2 * width + LANES));
      sum22 = sum22.add(FloatVector.fromArray(SPECIES, c, at + 2 * width + 2 * LANES));
      sum23 = sum23.add(FloatVector.fromArray(SPECIES, c, at + 2 * width + 3 * LANES));
      sum30 = sum30.add(FloatVector.fromArray(SPECIES, c, at + 3 * width));
      sum31 = sum31.add(FloatVector.fromArray(SPECIES, c, at + 3 * width + LANES));
      sum32 = sum32.add(FloatVector.fromArray(SPECIES, c, at + 3 * width + 2 * LANES));
      sum33 = sum33.add(FloatVector.fromArray(SPECIES, c, at + 3 * width + 3 * LANES));
      sum40 = sum40.add(FloatVector.fromArray(SPECIES, c, at + 4 * width));
      sum41 = sum41.add(FloatVector.fromArray(SPECIES, c, at + 4 * width + LANES));
      sum42 = sum42.add(FloatVector.fromArray(SPECIES, c, at + 4 * width + 2 * LANES));
      sum43 = sum43.add(FloatVector.fromArray(SPECIES, c, at + 4 * width + 3 * LANES));
      sum50 = sum50.add(FloatVector.fromArray(SPECIES, c, at + 5 * width));
      sum51 = sum51.add(FloatVector.fromArray(SPECIES, c, at + 5 * width + LANES));
      sum52 = sum52.add(FloatVector.fromArray(SPECIES, c, at + 5 * width + 2 * LANES));
      sum53 = sum53.add(FloatVector.fromArray(SPECIES, c, at + 5 * width + 3 * LANES));
    }
    sum00.intoArray(c, at);
    sum01.intoArray(c, at + LANES);
    sum02.intoArray(c, at + 2 * LANES);
    sum03.intoArray(c, at + 3 * LANES);
    sum10.intoArray(c, at + width);
    sum11.intoArray(c, at + width + LANES);
    sum12.intoArray(c, at + width + 2 * LANES);
    sum13.intoArray(c, at + width + 3 * LANES);
    sum20.intoArray(c, at + 2 * width);
    sum21.intoArray(c, at + 2 * width + LANES);
    sum22.intoArray(c, at + 2 * width + 2 * LANES);
    sum23.intoArray(c, at + 2 * width + 3 * LANES);
    sum30.intoArray(c, at + 3 * width);
    sum31.intoArray(c, at + 3 * width + LANES);
    sum32.intoArray(c, at + 3 * width + 2 * LANES);
    sum33.intoArray(c, at + 3 * width + 3 * LANES);
    sum40.intoArray(c, at + 4 * width);
    sum41.intoArray(c, at + 4 * width + LANES);
    sum42.intoArray(c, at + 4 * width + 2 * LANES);
    sum43.intoArray(c, at + 4 * width + 3 * LANES);
    sum50.intoArray(c, at + 5 * width);
    sum51.intoArray(c, at + 5 * width + LANES);
    sum52.intoArray(c, at + 5 * width + 2 * LANES);
    sum53.intoArray(c, at + 5 * width + 3 * LANES);
  }

  /** Two vectors: 12 sums, which fit into 16 registers together with the factors. */
  static void byTwo(
      int terms,
      float[] a,
      int first,
      float[] panel,
      int start,
      float[] c,
      int at,
      int width,
      boolean add) {
    FloatVector sum00 = FloatVector.zero(SPECIES);
    FloatVector sum01 = FloatVector.zero(SPECIES);
    FloatVector sum10 = FloatVector.zero(SPECIES);
    FloatVector sum11 = FloatVector.zero(SPECIES);
    FloatVector sum20 = FloatVector.zero(SPECIES);
    FloatVector sum21 = FloatVector.zero(SPECIES);
    FloatVector sum30 = FloatVector.zero(SPECIES);
    FloatVector sum31 = FloatVector.zero(SPECIES);
    FloatVector sum40 = FloatVector.zero(SPECIES);
    FloatVector sum41 = FloatVector.zero(SPECIES);
    FloatVector sum50 = FloatVector.zero(SPECIES);
    FloatVector sum51 = FloatVector.zero(SPECIES);
    for (int l = 0; l < terms; l++) {
      FloatVector columns0 = FloatVector.fromArray(SPECIES, panel, start + l * 2 * LANES);
      FloatVector columns1 = FloatVector.fromArray(SPECIES, panel, start + l * 2 * LANES + LANES);
      FloatVector factor0 = FloatVector.broadcast(SPECIES, a[first + l * ROWS]);
      sum00 = columns0.fma(factor0, sum00);
      sum01 = columns1.fma(factor0, sum01);
      FloatVector factor1 = FloatVector.broadcast(SPECIES, a[first + l * ROWS + 1]);
      sum10 = columns0.fma(factor1, sum10);
      sum11 = columns1.fma(factor1, sum11);
      FloatVector factor2 = FloatVector.broadcast(SPECIES, a[first + l * ROWS + 2]);
      sum20 = columns0.fma(factor2, sum20);
      sum21 = columns1.fma(factor2, sum21);
      FloatVector factor3 = FloatVector.broadcast(SPECIES, a[first + l * ROWS + 3]);
      sum30 = columns0.fma(factor3, sum30);
      sum31 = columns1.fma(factor3, sum31);
      FloatVector factor4 = FloatVector.broadcast(SPECIES, a[first + l * ROWS + 4]);
      sum40 = columns0.fma(factor4, sum40);
      sum41 = columns1.fma(factor4, sum41);
      FloatVector factor5 = FloatVector.broadcast(SPECIES, a[first + l * ROWS + 5]);
      sum50 = columns0.fma(factor5, sum50);
      sum51 = columns1.fma(factor5, sum51);
    }
    if (add) {
      sum00 = sum00.add(FloatVector.fromArray(SPECIES, c, at));
      sum01 = sum01.add(FloatVector.fromArray(SPECIES, c, at + LANES));
      sum10 = sum10.add(FloatVector.fromArray(SPECIES, c, at + width));
      sum11 = sum11.add(FloatVector.fromArray(SPECIES, c, at + width + LANES));
      sum20 = sum20.add(FloatVector.fromArray(SPECIES, c, at + 2 * width));
      sum21 = sum21.add(FloatVector.fromArray(SPECIES, c, at + 2 * width + LANES));
      sum30 = sum30.add(FloatVector.fromArray(SPECIES, c, at + 3 * width));
      sum31 = sum31.add(FloatVector.fromArray(SPECIES, c, at + 3 * width + LANES));
      sum40 = sum40.add(FloatVector.fromArray(SPECIES, c, at + 4 * width));
      sum41 = sum41.add(FloatVector.fromArray(SPECIES, c, at + 4 * width + LANES));
      sum50 = sum50.add(FloatVector.fromArray(SPECIES, c, at + 5 * width));
      sum51 = sum51.add(FloatVector.fromArray(SPECIES, c, at + 5 * width + LANES));
    }
    sum00.intoArray(c, at);
    sum01.intoArray(c, at + LANES);
    sum10.intoArray(c, at + width);
    sum11.intoArray(c, at + width + LANES);
    sum20.intoArray(c, at + 2 * width);
    sum21.intoArray(c, at + 2 * width + LANES);
    sum30.intoArray(c, at + 3 * width);
    sum31.intoArray(c, at + 3 * width + LANES);
    sum40.intoArray(c, at + 4 * width);
    sum41.intoArray(c, at + 4 * width + LANES);
    sum50.intoArray(c, at + 5 * width);
    sum51.intoArray(c, at + 5 * width + LANES);
  }

  /** One vector. */
  static void byOne(
      int terms,
      float[] a,
      int first,
      float[] panel,
      int start,
      float[] c,
      int at,
      int width,
      boolean add) {
    FloatVector sum00 = FloatVector.zero(SPECIES);
    FloatVector sum10 = FloatVector.zero(SPECIES);
    FloatVector sum20 = FloatVector.zero(SPECIES);
    FloatVector sum30 = FloatVector.zero(SPECIES);
    FloatVector sum40 = FloatVector.zero(SPECIES);
    FloatVector sum50 = FloatVector.zero(SPECIES);
    for (int l = 0; l < terms; l++) {
      FloatVector columns0 = FloatVector.fromArray(SPECIES, panel, start + l * LANES);
      FloatVector factor0 = FloatVector.broadcast(SPECIES, a[first + l * ROWS]);
      sum00 = columns0.fma(factor0, sum00);
      FloatVector factor1 = FloatVector.broadcast(SPECIES, a[first + l * ROWS + 1]);
      sum10 = columns0.fma(factor1, sum10);
      FloatVector factor2 = FloatVector.broadcast(SPECIES, a[first + l * ROWS + 2]);
      sum20 = columns0.fma(factor2, sum20);
      FloatVector factor3 = FloatVector.broadcast(SPECIES, a[first + l * ROWS + 3]);
      sum30 = columns0.fma(factor3, sum30);
      FloatVector factor4 = FloatVector.broadcast(SPECIES, a[first + l * ROWS + 4]);
      sum40 = columns0.fma(factor4, sum40);
      FloatVector factor5 = FloatVector.broadcast(SPECIES, a[first + l * ROWS + 5]);
      sum50 = columns0.fma(factor5, sum50);
    }
    if (add) {
      sum00 = sum00.add(FloatVector.fromArray(SPECIES, c, at));
      sum10 = sum10.add(FloatVector.fromArray(SPECIES, c, at + width));
      sum20 = sum20.add(FloatVector.fromArray(SPECIES, c, at + 2 * width));
      sum30 = sum30.add(FloatVector.fromArray(SPECIES, c, at + 3 * width));
      sum40 = sum40.add(FloatVector.fromArray(SPECIES, c, at + 4 * width));
      sum50 = sum50.add(FloatVector.fromArray(SPECIES, c, at + 5 * width));
    }
    sum00.intoArray(c, at);
    sum10.intoArray(c, at + width);
    sum20.intoArray(c, at + 2 * width);
    sum30.intoArray(c, at + 3 * width);
    sum40.intoArray(c, at + 4 * width);
    sum50.intoArray(c, at + 5 * width);
  }
}
