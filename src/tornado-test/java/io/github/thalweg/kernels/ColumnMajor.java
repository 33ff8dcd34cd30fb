package io.github.thalweg.kernels;

import uk.ac.manchester.tornado.api.KernelContext;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;

/**
 * SGEMM as BLAS defines it, an element of C a work item. It lies among the kernels, which a
 * coverage agent leaves alone.
 */
public final class ColumnMajor {
  private ColumnMajor() {}

  /**
   * C = op(A)·op(B), element (i, j) of a matrix at i + j · stride.
   *
   * @param rounded 1 where the factors keep ten bits behind the point only
   */
  public static void gemm(
      KernelContext context,
      FloatArray a,
      FloatArray b,
      FloatArray c,
      int transposedA,
      int transposedB,
      int rows,
      int columns,
      int inner,
      int strideA,
      int strideB,
      int strideC,
      int rounded) {
    int i = context.globalIdx % rows;
    int j = context.globalIdx / rows;
    if (j < columns) {
      float sum = 0f;
      for (int k = 0; k < inner; k++) {
        float ofA = a.get(transposedA == 1 ? k + i * strideA : i + k * strideA);
        float ofB = b.get(transposedB == 1 ? j + k * strideB : k + j * strideB);
        sum += rounded == 1 ? tenBits(ofA) * tenBits(ofB) : ofA * ofB;
      }
      c.set(i + j * strideC, sum);
    }
  }

  /** Rounded to ten bits behind the point (Veltkamp). */
  private static float tenBits(float value) {
    float shifted = 8193f * value;
    return shifted - (shifted - value);
  }
}
