package io.github.thalweg.engine.reference;

import io.github.thalweg.nn.Activation;
import java.util.Optional;

/** Dense layers, forward and backward, in float64. */
final class LinearLoops {
  private LinearLoops() {}

  static void forward(
      int rows,
      View x,
      View weight,
      Optional<View> bias,
      Optional<Activation> activation,
      Optional<View> preActivation,
      View y) {
    for (int i = 0; i < rows; i++) {
      for (int o = 0; o < y.columns(); o++) {
        double z = bias.isPresent() ? bias.get().get(0, o) : 0;
        for (int k = 0; k < x.columns(); k++) {
          z += x.get(i, k) * weight.get(o, k);
        }
        if (preActivation.isPresent()) {
          preActivation.get().set(i, o, z);
        }
        y.set(i, o, activation.isPresent() ? ActivationLoops.value(activation.get(), z) : z);
      }
    }
  }

  static void parameterGradient(
      int rows, View dz, View x, View weightGradient, Optional<View> biasGradient) {
    for (int o = 0; o < dz.columns(); o++) {
      for (int k = 0; k < x.columns(); k++) {
        double sum = 0;
        for (int i = 0; i < rows; i++) {
          sum += dz.get(i, o) * x.get(i, k);
        }
        weightGradient.set(o, k, sum);
      }
      if (biasGradient.isPresent()) {
        double sum = 0;
        for (int i = 0; i < rows; i++) {
          sum += dz.get(i, o);
        }
        biasGradient.get().set(0, o, sum);
      }
    }
  }

  static void inputGradient(int rows, View dz, View weight, int outputs, View dx) {
    for (int i = 0; i < rows; i++) {
      for (int k = 0; k < dx.columns(); k++) {
        double sum = 0;
        for (int o = 0; o < outputs; o++) {
          sum += dz.get(i, o) * weight.get(o, k);
        }
        dx.set(i, k, sum);
      }
    }
  }
}
