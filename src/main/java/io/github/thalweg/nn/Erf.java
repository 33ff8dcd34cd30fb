package io.github.thalweg.nn;

/**
 * The error function erf(a) = 2/√π ∫₀ᵃ e^(−t²) dt in float32, which the exact GELU needs. One
 * source for the CPU and for device kernels, so it uses only arithmetic: no fused multiply-add, no
 * table, no exception. Kernels put the two polynomials together themselves, with the device's
 * float32 {@code exp} between them, because not every device has float64.
 *
 * <p>Two polynomials after Norbert Juffa's {@code erff}: for small |a| one in a², for large |a| the
 * exponent p(|a|) of erf(a) = 1 − e^p. At most {@value #MAXIMUM_ERROR} away from the true value.
 */
public final class Erf {
  /** Largest absolute error over all floats; it is 1.15 units in the last place at worst. */
  public static final float MAXIMUM_ERROR = 7e-8f;

  /** √½, by which the normal distribution function Φ(z) = ½(1 + erf(z·√½)) scales its argument. */
  public static final float SQRT_HALF = 0.70710678f;

  /** 1/√(2π), the normal density at 0. */
  public static final float DENSITY_AT_ZERO = 0.39894228f;

  /** Where the two polynomials meet. */
  public static final float SPLIT = 0.927734375f;

  private Erf() {}

  /** erf(a); ±1 for ±∞, NaN for NaN. */
  public static float erf(float a) {
    float t = Math.abs(a);
    if (t > SPLIT) {
      float magnitude = 1f - (float) Math.exp(exponent(t));
      return a > 0 ? magnitude : -magnitude;
    }
    return central(a);
  }

  /** The p of erf(t) = 1 − e^p, for t > {@link #SPLIT}. */
  public static float exponent(float t) {
    // At 4 the float32 result has reached 1; further out the polynomial would overflow.
    float u = t > 4f ? 4f : t;
    float s = u * u;
    float p = -1.72853470e-5f * u + 3.83197126e-4f;
    p = p * s + (-3.88396438e-3f * u + 2.42546219e-2f);
    p = p * u - 1.06777877e-1f;
    p = p * u - 6.34846687e-1f;
    p = p * u - 1.28717512e-1f;
    return p * u - u;
  }

  /** erf(a) for |a| ≤ {@link #SPLIT}, and NaN for NaN. */
  public static float central(float a) {
    float s = a * a;
    float p = -5.96761703e-4f;
    p = p * s + 4.99119423e-3f;
    p = p * s - 2.67681349e-2f;
    p = p * s + 1.12819925e-1f;
    p = p * s - 3.76125336e-1f;
    p = p * s + 1.28379166e-1f;
    return p * a + a;
  }
}
