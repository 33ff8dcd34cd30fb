package io.github.thalweg.kernels;

import uk.ac.manchester.tornado.api.annotations.Parallel;
import uk.ac.manchester.tornado.api.math.TornadoMath;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;

/**
 * d = g + decay·θ; s ← αs + (1 − α)d²; q = √s + ε, or centred: a ← αa + (1 − α)d, q = √(s − a²) +
 * ε; θ ← θ − λ·d/q, or with momentum: b ← momentum·b + d/q, θ ← θ − λb
 *
 * <p>Shapes: θ and g (P), state (slots, P): s, then b if there is momentum, then a if centred, at
 * the offsets given. {@code rest} is 1 − α, rounded only once.
 *
 * <p>Versions: an element a work item. Checked against the float64 reference over steps.
 */
public final class RmsProp {
  private RmsProp() {}

  public static void update(
      FloatArray theta,
      FloatArray gradient,
      FloatArray state,
      FloatArray rates,
      int count,
      float alpha,
      float rest,
      float epsilon,
      float decay,
      float momentum,
      int centered,
      int averageOffset) {
    for (@Parallel int i = 0; i < count; i++) {
      float w = theta.get(i);
      float d = gradient.get(i) + decay * w;
      float s = alpha * state.get(i) + rest * d * d;
      state.set(i, s);
      if (centered == 1) {
        float a = alpha * state.get(averageOffset + i) + rest * d;
        state.set(averageOffset + i, a);
        s -= a * a;
      }
      float change = d / (TornadoMath.sqrt(s) + epsilon);
      if (momentum > 0f) {
        change += momentum * state.get(count + i);
        state.set(count + i, change);
      }
      theta.set(i, w - rates.get(Rates.LEARNING_RATE) * change);
    }
  }
}
