package io.github.thalweg.kernels;

import uk.ac.manchester.tornado.api.annotations.Parallel;
import uk.ac.manchester.tornado.api.math.TornadoMath;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;

/**
 * ‖g‖₂ = √Σ gᵢ², g ← g · min(1, maximum / (‖g‖₂ + 10⁻⁶))
 *
 * <p>Shapes: g (P), partials (chunks), norm (1).
 *
 * <p>Versions: one work item a chunk of {@link #CHUNK} squares, a small kernel for the chunks and
 * the root, and one that scales. Checked against the float64 reference; the norm of a vector with a
 * NaN is NaN, and so is all of g then.
 */
public final class ClipGradient {
  /** Elements that one work item sums. */
  public static final int CHUNK = 2048;

  private ClipGradient() {}

  public static void partialSquares(FloatArray g, FloatArray partials, int count, int chunks) {
    for (@Parallel int chunk = 0; chunk < chunks; chunk++) {
      int first = chunk * CHUNK;
      partials.set(chunk, Sums.sumOfSquares(g, first, Math.min(first + CHUNK, count)));
    }
  }

  public static void gradientNorm(FloatArray partials, FloatArray norm, int chunks) {
    norm.set(0, TornadoMath.sqrt(Sums.sum(partials, 0, chunks)));
  }

  public static void scale(FloatArray norm, FloatArray g, int count, float maximum) {
    for (@Parallel int i = 0; i < count; i++) {
      float factor = maximum / (norm.get(0) + 1e-6f);
      g.set(i, g.get(i) * (factor > 1f ? 1f : factor));
    }
  }
}
