package io.github.thalweg.engine.prebuilt;

import java.util.Random;
import org.apache.commons.numbers.gamma.Erf;

/**
 * The formulas of the kernels in float64, by the numbers that stand for activations and losses
 * there.
 */
final class Float64 {
  private Float64() {}

  static double activation(int kind, double z) {
    return switch (kind) {
      case 1 -> Math.max(z, 0);
      case 2 -> Math.tanh(z);
      case 3 -> sigmoid(z);
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

  /** Random targets of rows: class labels for cross entropy (3), probabilities for bce (2). */
  static float[] targets(Random random, int loss, int rows, int outputs) {
    float[] t = new float[loss == 3 ? rows : rows * outputs];
    for (int i = 0; i < t.length; i++) {
      t[i] =
          switch (loss) {
            case 2 -> random.nextFloat();
            case 3 -> random.nextInt(outputs);
            default -> (float) random.nextGaussian();
          };
    }
    return t;
  }

  /** The loss of a row, summed over its outputs; their gradients take the place of y. */
  static double loss(int loss, double delta, double[] y, float[] t, int first) {
    if (loss == 3) {
      return crossEntropy(y, (int) t[first]);
    }
    double sum = 0;
    for (int j = 0; j < y.length; j++) {
      double d = y[j] - t[first + j];
      double size = Math.abs(d);
      switch (loss) {
        case 1 -> {
          sum += size <= delta ? 0.5 * d * d : delta * (size - 0.5 * delta);
          y[j] = Math.clamp(d, -delta, delta);
        }
        case 2 -> {
          sum += Math.max(y[j], 0) - y[j] * t[first + j] + Math.log1p(Math.exp(-Math.abs(y[j])));
          // σ(y) − t, where σ(−y) = 1 − σ(y).
          y[j] = (1 - t[first + j]) * sigmoid(y[j]) - t[first + j] * sigmoid(-y[j]);
        }
        default -> {
          sum += d * d;
          y[j] = 2 * d;
        }
      }
    }
    return sum;
  }

  private static double sigmoid(double z) {
    return 1 / (1 + Math.exp(-z));
  }

  private static double crossEntropy(double[] y, int label) {
    double max = Double.NEGATIVE_INFINITY;
    for (double value : y) {
      max = Math.max(max, value);
    }
    double sum = 0;
    for (double value : y) {
      sum += Math.exp(value - max);
    }
    double loss = Math.log(sum) + (max - y[label]);
    double others = 0;
    for (int j = 0; j < y.length; j++) {
      y[j] = Math.exp(y[j] - max) / sum;
      others += j == label ? 0 : y[j];
    }
    y[label] = -others;
    return loss;
  }

  static double[] of(float[] values) {
    double[] wide = new double[values.length];
    for (int i = 0; i < wide.length; i++) {
      wide[i] = values[i];
    }
    return wide;
  }
}
