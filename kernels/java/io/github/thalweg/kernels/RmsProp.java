package io.github.thalweg.kernels;

import uk.ac.manchester.tornado.api.KernelContext;
import uk.ac.manchester.tornado.api.math.TornadoMath;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;

/**
 * d = g + decay·θ; s ← αs + (1 − α)d²; q = √s + ε, or centred: a ← αa + (1 − α)d, q = √max(0, s −
 * a²) + ε; θ ← θ − λ·d/q, or with momentum: b ← momentum·b + d/q, θ ← θ − λb
 *
 * <p>Shapes: θ and g (P), state (slots, P): s, then b if there is momentum, then a if centred.
 * {@code rest} is 1 − α, rounded only once. g has parts to add up, or a norm for clipping.
 *
 * <p>Versions: an element a work item. Checked against the float64 reference over steps.
 */
public final class RmsProp {
  private RmsProp() {}

  public static void update(
      KernelContext context,
      FloatArray theta,
      FloatArray gradient,
      FloatArray state,
      FloatArray rates,
      FloatArray norm,
      int count,
      int parts,
      float maximum,
      float alpha,
      float rest,
      float epsilon,
      float decay,
      float momentum,
      int centered) {
    int i = context.globalIdx;
    if (i < count) {
      float g = ClipGradient.element(gradient, i, count, parts, norm, maximum);
      float rate = rates.get(Rates.LEARNING_RATE);
      element(theta, state, i, count, g, rate, alpha, rest, epsilon, decay, momentum, centered);
    }
  }

  static void element(
      FloatArray theta,
      FloatArray state,
      int i,
      int count,
      float g,
      float rate,
      float alpha,
      float rest,
      float epsilon,
      float decay,
      float momentum,
      int centered) {
    float w = theta.get(i);
    float d = g + decay * w;
    float s = alpha * state.get(i) + rest * d * d;
    state.set(i, s);
    if (centered == 1) {
      int at = (momentum > 0f ? 2 * count : count) + i;
      float a = alpha * state.get(at) + rest * d;
      state.set(at, a);
      // For gradients that hardly vary, rounding makes it negative. NaN stays NaN.
      float variance = s - a * a;
      s = variance < 0f ? 0f : variance;
    }
    float change = d / (TornadoMath.sqrt(s) + epsilon);
    if (momentum > 0f) {
      change += momentum * state.get(count + i);
      state.set(count + i, change);
    }
    theta.set(i, w - rate * change);
  }
}
