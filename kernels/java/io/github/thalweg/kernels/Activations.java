package io.github.thalweg.kernels;

import io.github.thalweg.nn.Erf;
import uk.ac.manchester.tornado.api.math.TornadoMath;

/**
 * φ(z) and φ′ for one element, called from the kernels of the layers; kinds are ints because device
 * code has no enum; as constants they leave one branch in the compiled kernel. They are compared
 * with {@code >}: for a {@code switch}, or for code that its compiler turns into one, TornadoVM
 * would keep every compiled graph in memory.
 *
 * <p>relu: max(z, 0); tanh; sigmoid: 1 / (1 + e⁻ᶻ); gelu: z·Φ(z) with the exact Φ; leaky_relu: z
 * above 0, else 0.01·z. NaN passes through all of them.
 */
public final class Activations {
  public static final int NONE = 0;
  public static final int RELU = 1;
  public static final int TANH = 2;
  public static final int SIGMOID = 3;
  public static final int GELU = 4;
  public static final int LEAKY_RELU = 5;

  private Activations() {}

  /** φ(z). */
  public static float value(int kind, float z) {
    float y = z;
    if (kind > GELU) {
      y = z > 0f ? z : 0.01f * z;
    } else if (kind > SIGMOID) {
      y = z * normal(z);
    } else if (kind > TANH) {
      y = 1f / (1f + TornadoMath.exp(-z));
    } else if (kind > RELU) {
      y = TornadoMath.tanh(z);
    } else if (kind > NONE) {
      y = z < 0f ? 0f : z;
    }
    return y;
  }

  /** φ′ as a function of the saved value of the forward pass: φ(z), or for gelu z. */
  public static float derivative(int kind, float saved) {
    float slope = 1f;
    if (kind > GELU) {
      slope = saved > 0f ? 1f : 0.01f;
    } else if (kind > SIGMOID) {
      slope = normal(saved) + saved * density(saved);
    } else if (kind > TANH) {
      slope = saved * (1f - saved);
    } else if (kind > RELU) {
      slope = 1f - saved * saved;
    } else if (kind > NONE) {
      slope = saved > 0f ? 1f : 0f;
    }
    return slope;
  }

  /** Φ(z), the normal distribution function. */
  private static float normal(float z) {
    float a = z * Erf.SQRT_HALF;
    float t = TornadoMath.abs(a);
    if (t > Erf.SPLIT) {
      float half = 0.5f * (1f - TornadoMath.exp(Erf.exponent(t)));
      return z > 0f ? 0.5f + half : 0.5f - half;
    }
    return 0.5f + 0.5f * Erf.central(a);
  }

  /** φ(z), the normal density. */
  private static float density(float z) {
    return Erf.DENSITY_AT_ZERO * TornadoMath.exp(-0.5f * z * z);
  }
}
