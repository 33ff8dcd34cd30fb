package io.github.thalweg.kernels;

import uk.ac.manchester.tornado.api.KernelContext;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;

/**
 * d = g + decay·θ; b ← momentum·b + d; θ ← θ − λ·(nesterov ? d + momentum·b : b)
 *
 * <p>Shapes: θ, g and b (P), b in {@code state}. Without momentum d takes the place of b and there
 * is no state. g has parts to add up, or a norm for clipping.
 *
 * <p>Versions: an element a work item. Checked against the float64 reference over steps.
 */
public final class Sgd {
  private Sgd() {}

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
      float decay,
      float momentum,
      int nesterov) {
    int i = context.globalIdx;
    if (i < count) {
      float g = ClipGradient.element(gradient, i, count, parts, norm, maximum);
      float rate = rates.get(Rates.LEARNING_RATE);
      element(theta, state, i, g, rate, decay, momentum, nesterov);
    }
  }

  static void element(
      FloatArray theta,
      FloatArray state,
      int i,
      float g,
      float rate,
      float decay,
      float momentum,
      int nesterov) {
    float d = g + decay * theta.get(i);
    float change = d;
    if (momentum > 0f) {
      float b = momentum * state.get(i) + d;
      state.set(i, b);
      change = b;
      if (nesterov == 1) {
        change = d + momentum * b;
      }
    }
    theta.set(i, theta.get(i) - rate * change);
  }
}
