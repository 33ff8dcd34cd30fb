package io.github.thalweg.kernels;

import uk.ac.manchester.tornado.api.KernelContext;
import uk.ac.manchester.tornado.api.math.TornadoMath;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;

/**
 * ‖g‖₂ = √Σ gᵢ², g ← g · min(1, maximum / (‖g‖₂ + 10⁻⁶))
 *
 * <p>Shapes: g (P), the first of its parts, partials (chunks), norm (1).
 *
 * <p>Versions: one work item a chunk of {@link #CHUNK} squares, a small kernel for the chunks and
 * the root; the update scales g when it reads it. Checked against the float64 reference; the norm
 * of a vector with a NaN is NaN, and so is all of g then.
 */
public final class ClipGradient {
  /** Elements that one work item sums. */
  public static final int CHUNK = 2048;

  private ClipGradient() {}

  /** Adds up the parts of g, too. */
  public static void partialSquares(
      KernelContext context, FloatArray gradient, FloatArray partials, int count, int parts) {
    int first = context.globalIdx * CHUNK;
    if (first < count) {
      int last = Math.min(first + CHUNK, count);
      for (int i = first; i < last; i++) {
        gradient.set(i, Sums.ofParts(gradient, i, parts, count));
      }
      partials.set(context.globalIdx, Sums.sumOfSquares(gradient, first, last));
    }
  }

  public static void gradientNorm(FloatArray partials, FloatArray norm, int chunks) {
    norm.set(0, TornadoMath.sqrt(Sums.sum(partials, 0, chunks)));
  }

  /** What every element of g is multiplied by. */
  static float factor(float norm, float maximum) {
    float factor = maximum / (norm + 1e-6f);
    return factor > 1f ? 1f : factor;
  }

  /**
   * Element i of g as the update sees it, which is left in g: its parts added up, or where there is
   * a maximum, which means that they have been, clipped.
   *
   * @param maximum 0 for none
   */
  static float element(
      FloatArray gradient, int i, int count, int parts, FloatArray norm, float maximum) {
    float g = 0f;
    if (maximum > 0f) {
      g = gradient.get(i) * factor(norm.get(0), maximum);
    } else {
      g = Sums.ofParts(gradient, i, parts, count);
    }
    gradient.set(i, g);
    return g;
  }
}
