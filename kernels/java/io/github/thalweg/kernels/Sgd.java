package io.github.thalweg.kernels;

import uk.ac.manchester.tornado.api.annotations.Parallel;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;

/**
 * d = g + decay·θ; b ← momentum·b + d; θ ← θ − λ·(nesterov ? d + momentum·b : b)
 *
 * <p>Shapes: θ, g and b (P). Without momentum d takes the place of b and there is no state.
 *
 * <p>Versions: an element a work item. Checked against the float64 reference over steps.
 */
public final class Sgd {
  private Sgd() {}

  /** θ ← θ − λ·d. */
  public static void update(
      FloatArray theta, FloatArray gradient, FloatArray rates, int count, float decay) {
    for (@Parallel int i = 0; i < count; i++) {
      float d = gradient.get(i) + decay * theta.get(i);
      theta.set(i, theta.get(i) - rates.get(Rates.LEARNING_RATE) * d);
    }
  }

  /** The rule with momentum, b in {@code state}. */
  public static void momentumUpdate(
      FloatArray theta,
      FloatArray gradient,
      FloatArray state,
      FloatArray rates,
      int count,
      float decay,
      float momentum,
      int nesterov) {
    for (@Parallel int i = 0; i < count; i++) {
      float d = gradient.get(i) + decay * theta.get(i);
      float b = momentum * state.get(i) + d;
      state.set(i, b);
      if (nesterov == 1) {
        b = d + momentum * b;
      }
      theta.set(i, theta.get(i) - rates.get(Rates.LEARNING_RATE) * b);
    }
  }
}
