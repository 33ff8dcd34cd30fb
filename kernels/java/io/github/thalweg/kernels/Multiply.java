package io.github.thalweg.kernels;

import uk.ac.manchester.tornado.api.annotations.Parallel;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;

/**
 * C = A·B: what a device does at most with matrices, by a kernel of this kind. Nothing trains with
 * it.
 *
 * <pre>
 *   A, B, C  (size, size), size a multiple of 4
 * </pre>
 *
 * Versions: 4 × 4 elements of C a work item, in registers; its columns lie size/4 apart, so that
 * neighbouring work items read and write neighbouring words. Checked by comparing an element of C
 * with the host's after it is timed.
 */
public final class Multiply {
  private Multiply() {}

  public static void matrices(FloatArray a, FloatArray b, FloatArray c, int size) {
    for (@Parallel int item = 0; item < size / 4 * (size / 4); item++) {
      int quarter = size / 4;
      int column = item % quarter;
      int row = item / quarter * 4 * size;
      float c00 = 0f, c01 = 0f, c02 = 0f, c03 = 0f;
      float c10 = 0f, c11 = 0f, c12 = 0f, c13 = 0f;
      float c20 = 0f, c21 = 0f, c22 = 0f, c23 = 0f;
      float c30 = 0f, c31 = 0f, c32 = 0f, c33 = 0f;
      for (int k = 0; k < size; k++) {
        int from = k * size + column;
        float b0 = b.get(from);
        float b1 = b.get(from + quarter);
        float b2 = b.get(from + 2 * quarter);
        float b3 = b.get(from + 3 * quarter);
        float a0 = a.get(row + k);
        c00 += a0 * b0;
        c01 += a0 * b1;
        c02 += a0 * b2;
        c03 += a0 * b3;
        float a1 = a.get(row + size + k);
        c10 += a1 * b0;
        c11 += a1 * b1;
        c12 += a1 * b2;
        c13 += a1 * b3;
        float a2 = a.get(row + 2 * size + k);
        c20 += a2 * b0;
        c21 += a2 * b1;
        c22 += a2 * b2;
        c23 += a2 * b3;
        float a3 = a.get(row + 3 * size + k);
        c30 += a3 * b0;
        c31 += a3 * b1;
        c32 += a3 * b2;
        c33 += a3 * b3;
      }
      int to = row + column;
      store(c, to, quarter, c00, c01, c02, c03);
      store(c, to + size, quarter, c10, c11, c12, c13);
      store(c, to + 2 * size, quarter, c20, c21, c22, c23);
      store(c, to + 3 * size, quarter, c30, c31, c32, c33);
    }
  }

  private static void store(
      FloatArray c, int to, int quarter, float c0, float c1, float c2, float c3) {
    c.set(to, c0);
    c.set(to + quarter, c1);
    c.set(to + 2 * quarter, c2);
    c.set(to + 3 * quarter, c3);
  }
}
