package io.github.thalweg.kernels;

import uk.ac.manchester.tornado.api.KernelContext;
import uk.ac.manchester.tornado.api.math.TornadoMath;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;

/**
 * m ← β₁m + (1 − β₁)d; v ← β₂v + (1 − β₂)d²; θ ← θ − λ/(1 − β₁ᵗ) · m / (√v/√(1 − β₂ᵗ) + ε)
 *
 * <p>with d = g + decay·θ (Adam), or d = g after θ ← θ − λ·decay·θ (AdamW, {@code decoupled} 1).
 * {@code rest1} and {@code rest2} are 1 − β₁ and 1 − β₂, each rounded only once.
 *
 * <p>Shapes: θ and g (P), state (2, P): m, then v. g has parts to add up, or a norm for clipping.
 *
 * <p>Versions: an element a work item. Checked against the float64 reference over steps.
 */
public final class Adam {
  private Adam() {}

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
      float beta1,
      float rest1,
      float beta2,
      float rest2,
      float epsilon,
      float decay,
      int decoupled) {
    int i = context.globalIdx;
    if (i < count) {
      float g = ClipGradient.element(gradient, i, count, parts, norm, maximum);
      float rate = rates.get(Rates.LEARNING_RATE);
      float correction1 = rates.get(Rates.CORRECTION1);
      float correction2 = rates.get(Rates.CORRECTION2);
      element(
          theta,
          state,
          i,
          count,
          g,
          rate,
          correction1,
          correction2,
          beta1,
          rest1,
          beta2,
          rest2,
          epsilon,
          decay,
          decoupled);
    }
  }

  static void element(
      FloatArray theta,
      FloatArray state,
      int i,
      int count,
      float g,
      float rate,
      float correction1,
      float correction2,
      float beta1,
      float rest1,
      float beta2,
      float rest2,
      float epsilon,
      float decay,
      int decoupled) {
    float w = theta.get(i);
    float d = g;
    if (decoupled == 1) {
      w -= rate * decay * w;
    } else {
      d += decay * w;
    }
    float m = beta1 * state.get(i) + rest1 * d;
    float v = beta2 * state.get(count + i) + rest2 * d * d;
    state.set(i, m);
    state.set(count + i, v);
    float denominator = TornadoMath.sqrt(v) / correction2 + epsilon;
    theta.set(i, w - rate / correction1 * (m / denominator));
  }
}
