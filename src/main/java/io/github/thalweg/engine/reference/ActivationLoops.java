package io.github.thalweg.engine.reference;

import io.github.thalweg.engine.reference.View.Elements;
import io.github.thalweg.nn.Activation;
import org.apache.commons.numbers.gamma.Erfc;

/** Element-wise operations, in float64. */
final class ActivationLoops {
  private ActivationLoops() {}

  static void forward(Activation activation, Elements x, Elements y) {
    for (int i = 0; i < y.count(); i++) {
      y.set(i, value(activation, x.get(i)));
    }
  }

  /** ∂C/∂x = ∂C/∂y ⊙ φ′; both may be the same. */
  static void backward(Activation activation, Elements dy, Elements saved, Elements dx) {
    for (int i = 0; i < dx.count(); i++) {
      dx.set(i, dy.get(i) * derivative(activation, saved.get(i)));
    }
  }

  static void add(Elements a, Elements b, Elements sum) {
    for (int i = 0; i < sum.count(); i++) {
      sum.set(i, a.get(i) + b.get(i));
    }
  }

  static double value(Activation activation, double z) {
    return switch (activation) {
      case RELU -> Math.max(z, 0);
      case TANH -> Math.tanh(z);
      case SIGMOID -> 1 / (1 + Math.exp(-z));
      case GELU -> z * normalDistribution(z);
      case LEAKY_RELU -> z > 0 ? z : z / 100;
    };
  }

  /** The derivative at the output y, or for gelu at the input z. */
  private static double derivative(Activation activation, double saved) {
    return switch (activation) {
      case RELU -> saved > 0 ? 1 : 0;
      case LEAKY_RELU -> saved > 0 ? 1 : 0.01;
      case TANH -> 1 - saved * saved;
      case SIGMOID -> saved * (1 - saved);
      case GELU ->
          normalDistribution(saved) + saved * Math.exp(-saved * saved / 2) / Math.sqrt(2 * Math.PI);
    };
  }

  private static double normalDistribution(double z) {
    return Erfc.value(-z / Math.sqrt(2)) / 2;
  }
}
