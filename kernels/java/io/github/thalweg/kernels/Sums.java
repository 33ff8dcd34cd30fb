package io.github.thalweg.kernels;

import uk.ac.manchester.tornado.api.math.TornadoMath;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;

/**
 * Sums of floats, called from the kernels that reduce. One long float32 sum loses digits, so blocks
 * of {@link #BLOCK} are summed first and the blocks after that, always in the same order: a million
 * terms then stay within about 10⁻⁵ relative, and the result never varies.
 */
public final class Sums {
  static final int BLOCK = 64;

  private Sums() {}

  /** Σ v[first … last). */
  static float sum(FloatArray v, int first, int last) {
    float total = 0f;
    for (int block = first; block < last; block += BLOCK) {
      int end = Math.min(block + BLOCK, last);
      float partial = 0f;
      for (int i = block; i < end; i++) {
        partial += v.get(i);
      }
      total += partial;
    }
    return total;
  }

  /** The largest |v| in v[first … last), numbers that are NaN left out. */
  static float largest(FloatArray v, int first, int last) {
    float largest = 0f;
    for (int i = first; i < last; i++) {
      float size = TornadoMath.abs(v.get(i));
      if (size > largest) {
        largest = size;
      }
    }
    return largest;
  }

  /**
   * Σ (v[first … last) / largest)², whose squares neither overflow nor vanish.
   *
   * @param largest as {@link #largest}
   */
  static float sumOfSquares(FloatArray v, int first, int last, float largest) {
    float divisor = largest > 0f ? largest : 1f;
    float total = 0f;
    for (int block = first; block < last; block += BLOCK) {
      int end = Math.min(block + BLOCK, last);
      float partial = 0f;
      for (int i = block; i < end; i++) {
        float scaled = v.get(i) / divisor;
        partial += scaled * scaled;
      }
      total += partial;
    }
    return total;
  }

  /** Σₚ v[p · count + i] over the parts, the same element of each. */
  public static float ofParts(FloatArray v, int i, int parts, int count) {
    float total = v.get(i);
    if (parts > 1) {
      total = 0f;
      for (int block = 0; block < parts; block += BLOCK) {
        float partial = 0f;
        for (int part = block; part < Math.min(block + BLOCK, parts); part++) {
          partial += v.get(part * count + i);
        }
        total += partial;
      }
    }
    return total;
  }
}
