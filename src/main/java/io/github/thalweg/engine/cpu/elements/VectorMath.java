package io.github.thalweg.engine.cpu.elements;

import static io.github.thalweg.engine.cpu.elements.Lanes.SPECIES;

import io.github.thalweg.nn.Erf;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Exponential functions of a vector in float32, from only additions, multiplications and fused
 * multiply-adds: the Vector API's own functions use Math until they are compiled, and then give
 * other last bits. NaN stays NaN.
 */
final class VectorMath {
  /** Beyond these the result is practically 0 or infinite. */
  static final float LEAST = -87;

  private static final float GREATEST = 88;

  private static final float LOG2_E = 1.44269504f;

  /** ln 2 in two parts; the first has few digits, so that whole multiples of it are exact. */
  private static final float LN2_HIGH = 0.693359375f;

  private static final float LN2_LOW = -2.12194440e-4f;

  /** 1.5 · 2²³: a float plus this is rounded to a whole number, which its lowest bits hold. */
  private static final float ROUNDER = 12_582_912f;

  private VectorMath() {}

  /** eˣ. */
  static FloatVector exp(FloatVector x) {
    FloatVector bounded = x.min(GREATEST).max(LEAST);
    FloatVector shifted = bounded.fma(broadcast(LOG2_E), broadcast(ROUNDER));
    return scale(shifted).mul(fractionMinusOne(bounded, shifted).add(1));
  }

  /** eˣ − 1, also where eˣ is nearly 1. */
  static FloatVector expMinusOne(FloatVector x) {
    FloatVector bounded = x.min(GREATEST).max(LEAST);
    FloatVector shifted = bounded.fma(broadcast(LOG2_E), broadcast(ROUNDER));
    FloatVector scale = scale(shifted);
    return fractionMinusOne(bounded, shifted).fma(scale, scale.sub(1));
  }

  /** 2ⁿ for the whole number n in {@code shifted}. */
  private static FloatVector scale(FloatVector shifted) {
    return shifted
        .reinterpretAsInts()
        .lanewise(VectorOperators.LSHL, 23)
        .add(Float.floatToRawIntBits(1f))
        .reinterpretAsFloats();
  }

  /** eʳ − 1 for r = x − n·ln 2, |r| ≤ ½ ln 2: the polynomial of Cephes' {@code expf}. */
  private static FloatVector fractionMinusOne(FloatVector x, FloatVector shifted) {
    FloatVector n = shifted.sub(ROUNDER);
    FloatVector r = n.fma(broadcast(-LN2_HIGH), x);
    r = n.fma(broadcast(-LN2_LOW), r);
    FloatVector p = r.fma(broadcast(1.9875691500e-4f), broadcast(1.3981999507e-3f));
    p = p.fma(r, broadcast(8.3334519073e-3f));
    p = p.fma(r, broadcast(4.1665795894e-2f));
    p = p.fma(r, broadcast(1.6666665459e-1f));
    p = p.fma(r, broadcast(5.0000001201e-1f));
    return p.fma(r.mul(r), r);
  }

  /** (e²ˣ − 1) / (e²ˣ + 1). */
  static FloatVector tanh(FloatVector x) {
    // From 10 on the result is 1 in float32.
    FloatVector e = expMinusOne(x.min(10).max(-10).mul(2));
    return e.div(e.add(2));
  }

  /** 1 / (1 + e⁻ˣ). */
  static FloatVector sigmoid(FloatVector x) {
    return broadcast(1).div(exp(x.neg()).add(1));
  }

  /** Φ(z) = ½(1 + erf(z·√½)). */
  static FloatVector normalDistribution(FloatVector z) {
    return erf(z.mul(Erf.SQRT_HALF)).fma(broadcast(0.5f), broadcast(0.5f));
  }

  /** e^(−z²/2) / √(2π). */
  static FloatVector normalDensity(FloatVector z) {
    return exp(z.mul(z).mul(-0.5f)).mul(Erf.DENSITY_AT_ZERO);
  }

  /** The polynomials of {@link Erf}. */
  static FloatVector erf(FloatVector a) {
    FloatVector t = a.abs();
    FloatVector u = t.min(4);
    FloatVector s = u.mul(u);
    FloatVector p = u.fma(broadcast(-1.72853470e-5f), broadcast(3.83197126e-4f));
    p = p.fma(s, u.fma(broadcast(-3.88396438e-3f), broadcast(2.42546219e-2f)));
    p = p.fma(u, broadcast(-1.06777877e-1f));
    p = p.fma(u, broadcast(-6.34846687e-1f));
    p = p.fma(u, broadcast(-1.28717512e-1f));
    p = p.fma(u, u.neg());
    FloatVector outer = expMinusOne(p).neg();
    outer = outer.blend(outer.neg(), a.lt(0));
    FloatVector q = s.fma(broadcast(-5.96761703e-4f), broadcast(4.99119423e-3f));
    q = q.fma(s, broadcast(-2.67681349e-2f));
    q = q.fma(s, broadcast(1.12819925e-1f));
    q = q.fma(s, broadcast(-3.76125336e-1f));
    q = q.fma(s, broadcast(1.28379166e-1f));
    return outer.blend(q.fma(a, a), t.compare(VectorOperators.LE, Erf.SPLIT));
  }

  private static FloatVector broadcast(float value) {
    return FloatVector.broadcast(SPECIES, value);
  }
}
