package io.github.thalweg.engine.cpu;

import io.github.thalweg.nn.Activation;
import io.github.thalweg.nn.Erf;

/** Activations over a stretch of an array, in float32. */
final class Activations {
  private Activations() {}

  /** Replaces z by φ(z). */
  static void apply(Activation activation, float[] z, int from, int to) {
    switch (activation) {
      case RELU -> {
        for (int i = from; i < to; i++) {
          z[i] = Math.max(z[i], 0);
        }
      }
      case TANH -> {
        for (int i = from; i < to; i++) {
          z[i] = (float) Math.tanh(z[i]);
        }
      }
      case SIGMOID -> {
        for (int i = from; i < to; i++) {
          z[i] = (float) (1 / (1 + Math.exp(-z[i])));
        }
      }
      case GELU -> {
        for (int i = from; i < to; i++) {
          z[i] *= normalDistribution(z[i]);
        }
      }
    }
  }

  /**
   * Multiplies a gradient by φ′.
   *
   * @param saved φ(z), or z for gelu; as long as the stretch, from {@code savedFrom}
   */
  static void multiplyByDerivative(
      Activation activation, float[] saved, int savedFrom, float[] gradient, int from, int to) {
    int shift = savedFrom - from;
    switch (activation) {
      case RELU -> {
        for (int i = from; i < to; i++) {
          gradient[i] = saved[i + shift] > 0 ? gradient[i] : 0;
        }
      }
      case TANH -> {
        for (int i = from; i < to; i++) {
          float y = saved[i + shift];
          gradient[i] *= 1 - y * y;
        }
      }
      case SIGMOID -> {
        for (int i = from; i < to; i++) {
          float y = saved[i + shift];
          gradient[i] *= y * (1 - y);
        }
      }
      case GELU -> {
        for (int i = from; i < to; i++) {
          float z = saved[i + shift];
          float density = Erf.DENSITY_AT_ZERO * (float) Math.exp(-0.5 * z * z);
          gradient[i] *= normalDistribution(z) + z * density;
        }
      }
    }
  }

  private static float normalDistribution(float z) {
    return 0.5f + 0.5f * Erf.erf(z * Erf.SQRT_HALF);
  }
}
