package io.github.thalweg.kernels;

import uk.ac.manchester.tornado.api.KernelContext;
import uk.ac.manchester.tornado.api.math.TornadoMath;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;

/**
 * ‖g‖₂ = √Σ gᵢ², g ← g · min(1, maximum / (‖g‖₂ + 10⁻⁶))
 *
 * <p>Shapes: g (P), the first of its parts, partials (2, chunks): Σ (g / largest)² of each chunk,
 * then its largest |g|; norm (1).
 *
 * <p>Versions: one work item a chunk of {@link #CHUNK} squares, a small kernel for the chunks and
 * the root; the update scales g when it reads it. Elements are divided by the largest before they
 * are squared, so norms of all sizes in float32 are correct, from 10⁻³⁷ to 10³⁸. Checked against
 * the float64 reference; the norm of a vector with a NaN is NaN, and so is all of g then.
 */
public final class ClipGradient {
  /** Elements that one work item sums. */
  public static final int CHUNK = 2048;

  private ClipGradient() {}

  /** Adds up the parts of g, too. */
  public static void partialSquares(
      KernelContext context,
      FloatArray gradient,
      FloatArray partials,
      int count,
      int parts,
      int chunks) {
    int chunk = context.globalIdx;
    int first = chunk * CHUNK;
    if (first < count) {
      int last = Math.min(first + CHUNK, count);
      for (int i = first; i < last; i++) {
        gradient.set(i, Sums.ofParts(gradient, i, parts, count));
      }
      float largest = Sums.largest(gradient, first, last);
      partials.set(chunk, Sums.sumOfSquares(gradient, first, last, largest));
      partials.set(chunks + chunk, largest);
    }
  }

  public static void gradientNorm(FloatArray partials, FloatArray norm, int chunks) {
    float largest = Sums.largest(partials, chunks, 2 * chunks);
    float divisor = largest > 0f ? largest : 1f;
    for (int chunk = 0; chunk < chunks; chunk++) {
      float scale = partials.get(chunks + chunk) / divisor;
      partials.set(chunk, partials.get(chunk) * scale * scale);
    }
    norm.set(0, rescaled(divisor, Sums.sum(partials, 0, chunks)));
  }

  /** The norm of g, computed by one work item. */
  static float norm(FloatArray gradient, int count) {
    float largest = Sums.largest(gradient, 0, count);
    float squares = Sums.sumOfSquares(gradient, 0, count, largest);
    return rescaled(largest > 0f ? largest : 1f, squares);
  }

  /**
   * From a sum of divided squares. A norm beyond float32 is NaN, and so is g then: an infinite norm
   * would make g 0 without a message.
   */
  private static float rescaled(float divisor, float squares) {
    float norm = divisor * TornadoMath.sqrt(squares);
    // Infinity times 0 is NaN; TornadoVM has no constant for it.
    return norm + norm * 0f;
  }

  /**
   * An element of g times min(1, maximum / (norm + 10⁻⁶)), with a quotient that never vanishes. NaN
   * is not less than anything; a {@code <=} is inverted for the device, and would accept NaN.
   */
  static float clipped(float g, float norm, float maximum) {
    float length = norm + 1e-6f;
    return length < maximum ? g : g / length * maximum;
  }

  /**
   * Element i of g for the update, which is written back to g: its parts added up, or clipped if
   * there is a maximum; the parts are then added up already.
   *
   * @param maximum 0 for none
   */
  static float element(
      FloatArray gradient, int i, int count, int parts, FloatArray norm, float maximum) {
    float g = 0f;
    if (maximum > 0f) {
      g = clipped(gradient.get(i), norm.get(0), maximum);
    } else {
      g = Sums.ofParts(gradient, i, parts, count);
    }
    gradient.set(i, g);
    return g;
  }
}
