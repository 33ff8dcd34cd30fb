package io.github.thalweg.engine.cpu.gemm;

import static io.github.thalweg.engine.cpu.gemm.VectorGemm.ROWS;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Packs columns of a matrix into {@link PackedRows}. A separate class, because those also exist
 * without the Vector API.
 */
final class ColumnPacking {
  /** Groups of six columns that are copied together: they fill whole cache lines. */
  private static final int GROUPS = 8;

  /** Six floats are two vectors of these that overlap. */
  private static final VectorSpecies<Float> FOUR = FloatVector.SPECIES_128;

  private ColumnPacking() {}

  /**
   * Copies {@code rows} columns of a matrix, a few groups of six at a time: more copies would push
   * each other out of the first-level cache, because they are a power of two apart.
   *
   * @param line index of the first column's first element; the next ones are {@code step} apart
   */
  static void copy(float[] from, int line, int step, int rows, int terms, float[] to) {
    int whole = rows / ROWS * ROWS;
    for (int row = 0; row < whole; row += GROUPS * ROWS) {
      int end = Math.min(whole, row + GROUPS * ROWS);
      for (int l = 0; l < terms; l++) {
        int source = line + l * step;
        for (int r = row; r < end; r += ROWS) {
          int target = r * terms + l * ROWS;
          FloatVector.fromArray(FOUR, from, source + r).intoArray(to, target);
          FloatVector.fromArray(FOUR, from, source + r + 2).intoArray(to, target + 2);
        }
      }
    }
    for (int r = whole; r < rows; r++) {
      for (int l = 0; l < terms; l++) {
        to[whole * terms + l * ROWS + r - whole] = from[line + l * step + r];
      }
    }
  }
}
