package io.github.thalweg.engine.cpu;

import java.util.Arrays;

/**
 * Plain loops that any JVM vectorises: the way where neither OpenBLAS nor the Vector API can be
 * had.
 */
final class LoopGemm implements Gemm {
  @Override
  public String name() {
    return "loops";
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
    float[] panel = transposeB ? transposed(b, n, k) : b.data;
    int panelOffset = transposeB ? 0 : b.offset;
    int panelColumns = transposeB ? n : b.columns;
    for (int i = 0; i < m; i++) {
      int row = c.at(i, 0);
      if (!accumulate) {
        Arrays.fill(c.data, row, row + n, 0);
      }
      for (int l = 0; l < k; l++) {
        float factor = a.data[transposeA ? a.at(l, i) : a.at(i, l)];
        int line = panelOffset + l * panelColumns;
        for (int j = 0; j < n; j++) {
          c.data[row + j] += factor * panel[line + j];
        }
      }
    }
  }

  /** Bᵀ of a B (n, k), as (k, n). */
  static float[] transposed(Matrix b, int n, int k) {
    float[] result = new float[Math.multiplyExact(k, n)];
    for (int j = 0; j < n; j++) {
      for (int l = 0; l < k; l++) {
        result[l * n + j] = b.data[b.at(j, l)];
      }
    }
    return result;
  }
}
