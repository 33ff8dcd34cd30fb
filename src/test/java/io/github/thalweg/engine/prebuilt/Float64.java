package io.github.thalweg.engine.prebuilt;

import org.apache.commons.numbers.gamma.Erf;

/** The formulas of the kernels in float64, by the numbers that stand for activations there. */
final class Float64 {
  private Float64() {}

  static double activation(int kind, double z) {
    return switch (kind) {
      case 1 -> Math.max(z, 0);
      case 2 -> Math.tanh(z);
      case 3 -> 1 / (1 + Math.exp(-z));
      case 4 -> z * normal(z);
      default -> z;
    };
  }

  /** φ′ from what the forward pass saved: φ(z), or for gelu z. */
  static double slope(int kind, double saved) {
    return switch (kind) {
      case 1 -> saved > 0 ? 1 : 0;
      case 2 -> 1 - saved * saved;
      case 3 -> saved * (1 - saved);
      case 4 -> normal(saved) + saved * Math.exp(-0.5 * saved * saved) / Math.sqrt(2 * Math.PI);
      default -> 1;
    };
  }

  private static double normal(double z) {
    return 0.5 * (1 + Erf.value(z / Math.sqrt(2)));
  }
}
