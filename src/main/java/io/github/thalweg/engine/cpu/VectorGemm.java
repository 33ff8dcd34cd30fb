package io.github.thalweg.engine.cpu;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/**
 * Matrix multiplication with the Vector API: four rows of C by one vector of columns are held in
 * registers while a slice of the sum runs through them.
 */
final class VectorGemm implements Gemm {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();

  /** Terms that are summed in registers before they go to C: short sums lose fewer digits. */
  private static final int SLICE = 512;

  @Override
  public String name() {
    return "vector";
  }

  @Override
  public void multiply(
      boolean transposeA,
      boolean transposeB,
      int m,
      int n,
      int k,
      Matrix a,
      Matrix b,
      Matrix c,
      boolean accumulate) {
    Matrix panel = transposeB ? new Matrix(LoopGemm.transposed(b, n, k), 0, n) : b;
    int rowStep = transposeA ? 1 : a.columns;
    int termStep = transposeA ? a.columns : 1;
    if (!accumulate) {
      for (int i = 0; i < m; i++) {
        Arrays.fill(c.data, c.at(i, 0), c.at(i, 0) + n, 0);
      }
    }
    for (int from = 0; from < k; from += SLICE) {
      int terms = Math.min(SLICE, k - from);
      for (int i = 0; i < m; i += 4) {
        int rows = Math.min(4, m - i);
        int aStart = a.offset + i * rowStep + from * termStep;
        for (int j = 0; j < n; j += LANES) {
          int bStart = panel.at(from, j);
          if (rows == 4 && j + LANES <= n) {
            fourRows(terms, a.data, aStart, rowStep, termStep, panel, bStart, c, c.at(i, j));
          } else {
            VectorMask<Float> mask = SPECIES.indexInRange(j, n);
            for (int r = 0; r < rows; r++) {
              int start = aStart + r * rowStep;
              oneRow(terms, a.data, start, termStep, panel, bStart, c, c.at(i + r, j), mask);
            }
          }
        }
      }
    }
  }

  private static void fourRows(
      int terms,
      float[] a,
      int start,
      int rowStep,
      int termStep,
      Matrix b,
      int line,
      Matrix c,
      int at) {
    FloatVector sum0 = FloatVector.zero(SPECIES);
    FloatVector sum1 = FloatVector.zero(SPECIES);
    FloatVector sum2 = FloatVector.zero(SPECIES);
    FloatVector sum3 = FloatVector.zero(SPECIES);
    for (int l = 0; l < terms; l++) {
      FloatVector values = FloatVector.fromArray(SPECIES, b.data, line + l * b.columns);
      int first = start + l * termStep;
      sum0 = values.fma(FloatVector.broadcast(SPECIES, a[first]), sum0);
      sum1 = values.fma(FloatVector.broadcast(SPECIES, a[first + rowStep]), sum1);
      sum2 = values.fma(FloatVector.broadcast(SPECIES, a[first + 2 * rowStep]), sum2);
      sum3 = values.fma(FloatVector.broadcast(SPECIES, a[first + 3 * rowStep]), sum3);
    }
    add(sum0, c, at);
    add(sum1, c, at + c.columns);
    add(sum2, c, at + 2 * c.columns);
    add(sum3, c, at + 3 * c.columns);
  }

  private static void add(FloatVector sum, Matrix c, int at) {
    FloatVector.fromArray(SPECIES, c.data, at).add(sum).intoArray(c.data, at);
  }

  private static void oneRow(
      int terms,
      float[] a,
      int start,
      int termStep,
      Matrix b,
      int line,
      Matrix c,
      int at,
      VectorMask<Float> mask) {
    FloatVector sum = FloatVector.zero(SPECIES);
    for (int l = 0; l < terms; l++) {
      FloatVector values = FloatVector.fromArray(SPECIES, b.data, line + l * b.columns, mask);
      sum = values.fma(FloatVector.broadcast(SPECIES, a[start + l * termStep]), sum);
    }
    FloatVector.fromArray(SPECIES, c.data, at, mask).add(sum).intoArray(c.data, at, mask);
  }
}
