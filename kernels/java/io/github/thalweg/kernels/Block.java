package io.github.thalweg.kernels;

/**
 * A block of 4 × 4 sums of products in private memory, row-major: the inner loop of every matrix
 * product.
 */
public final class Block {
  private Block() {}

  /** Blocks that cover this many rows or columns. */
  public static int count(int rows) {
    return (rows + 3) / 4;
  }

  static void clear(float[] sum) {
    for (int i = 0; i < 16; i++) {
      sum[i] = 0f;
    }
  }

  /** sum[i, j] += aᵢ·bⱼ; written out, so that the sums stay in registers. */
  static void addProducts(
      float[] sum, float a0, float a1, float a2, float a3, float b0, float b1, float b2, float b3) {
    sum[0] += a0 * b0;
    sum[1] += a0 * b1;
    sum[2] += a0 * b2;
    sum[3] += a0 * b3;
    sum[4] += a1 * b0;
    sum[5] += a1 * b1;
    sum[6] += a1 * b2;
    sum[7] += a1 * b3;
    sum[8] += a2 * b0;
    sum[9] += a2 * b1;
    sum[10] += a2 * b2;
    sum[11] += a2 * b3;
    sum[12] += a3 * b0;
    sum[13] += a3 * b1;
    sum[14] += a3 * b2;
    sum[15] += a3 * b3;
  }
}
