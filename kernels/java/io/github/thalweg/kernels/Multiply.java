package io.github.thalweg.kernels;

import uk.ac.manchester.tornado.api.annotations.Parallel;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.collections.VectorFloat16;
import uk.ac.manchester.tornado.api.types.vectors.Float16;

/**
 * C = A·B: a device's limit for matrices, with a kernel of this kind. It is not used in training.
 *
 * <pre>
 *   A, B, C  (size, size), size a multiple of 16
 * </pre>
 *
 * Versions: 4 × 4 elements of C a work item, in registers; its columns are size/4 apart, so that
 * neighbouring work items read and write neighbouring words, which is fast on GPUs. Or 8 rows of a
 * vector of 16, for processors. The faster one is the device's limit. Checked by comparing an
 * element of C with the host's after it is timed.
 *
 * <p>And multiply-adds that never leave the registers, which no kernel can do faster.
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

  /** The same with vectors of 16: c[r] += a[r, k] · b[k], 8 rows a work item. */
  public static void vectors(FloatArray a, VectorFloat16 b, VectorFloat16 c, int size) {
    for (@Parallel int item = 0; item < size / 8 * (size / 16); item++) {
      int width = size / 16;
      int column = item % width;
      int row = item / width * 8;
      int from = row * size;
      Float16 first = b.get(column);
      Float16 c0 = Float16.mult(first, a.get(from));
      Float16 c1 = Float16.mult(first, a.get(from + size));
      Float16 c2 = Float16.mult(first, a.get(from + 2 * size));
      Float16 c3 = Float16.mult(first, a.get(from + 3 * size));
      Float16 c4 = Float16.mult(first, a.get(from + 4 * size));
      Float16 c5 = Float16.mult(first, a.get(from + 5 * size));
      Float16 c6 = Float16.mult(first, a.get(from + 6 * size));
      Float16 c7 = Float16.mult(first, a.get(from + 7 * size));
      for (int k = 1; k < size; k++) {
        Float16 bk = b.get(k * width + column);
        c0 = Float16.add(c0, Float16.mult(bk, a.get(from + k)));
        c1 = Float16.add(c1, Float16.mult(bk, a.get(from + size + k)));
        c2 = Float16.add(c2, Float16.mult(bk, a.get(from + 2 * size + k)));
        c3 = Float16.add(c3, Float16.mult(bk, a.get(from + 3 * size + k)));
        c4 = Float16.add(c4, Float16.mult(bk, a.get(from + 4 * size + k)));
        c5 = Float16.add(c5, Float16.mult(bk, a.get(from + 5 * size + k)));
        c6 = Float16.add(c6, Float16.mult(bk, a.get(from + 6 * size + k)));
        c7 = Float16.add(c7, Float16.mult(bk, a.get(from + 7 * size + k)));
      }
      int to = row * width + column;
      c.set(to, c0);
      c.set(to + width, c1);
      c.set(to + 2 * width, c2);
      c.set(to + 3 * width, c3);
      c.set(to + 4 * width, c4);
      c.set(to + 5 * width, c5);
      c.set(to + 6 * width, c6);
      c.set(to + 7 * width, c7);
    }
  }

  /**
   * s ← s·f + f in eight chains at once, {@code rounds} times: 2 · 8 · rounds operations a work
   * item; their sum is written, so that the compiler removes none.
   *
   * @param factors (items) f
   */
  public static void registers(FloatArray factors, FloatArray sums, int rounds) {
    for (@Parallel int item = 0; item < sums.getSize(); item++) {
      float f = factors.get(item);
      float s0 = f + 8f;
      float s1 = f + 1f;
      float s2 = f + 2f;
      float s3 = f + 3f;
      float s4 = f + 4f;
      float s5 = f + 5f;
      float s6 = f + 6f;
      float s7 = f + 7f;
      for (int round = 0; round < rounds; round++) {
        s0 = s0 * f + f;
        s1 = s1 * f + f;
        s2 = s2 * f + f;
        s3 = s3 * f + f;
        s4 = s4 * f + f;
        s5 = s5 * f + f;
        s6 = s6 * f + f;
        s7 = s7 * f + f;
      }
      sums.set(item, ((s0 + s1) + (s2 + s3)) + ((s4 + s5) + (s6 + s7)));
    }
  }
}
