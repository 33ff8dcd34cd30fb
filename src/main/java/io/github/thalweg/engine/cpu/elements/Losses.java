package io.github.thalweg.engine.cpu.elements;

import io.github.thalweg.nn.Loss;

/**
 * Losses of consecutive rows and their derivatives: float32 in and out, losses summed in float64.
 */
public final class Losses {
  private Losses() {}

  /**
   * The sum of the losses of consecutive elements.
   *
   * @param y outputs, (count) from {@code yAt}
   * @param t targets, (count) from {@code tAt}
   * @param dy receives ∂loss/∂y · scale, (count) from {@code dyAt}; may be y itself
   */
  public static double lossAndGradient(
      Loss.OfElements loss,
      int count,
      float[] y,
      int yAt,
      float[] t,
      int tAt,
      float[] dy,
      int dyAt,
      double scale) {
    return switch (loss) {
      case Loss.Mse _ -> {
        double sum = squares(count, y, yAt, t, tAt);
        float twice = (float) (2 * scale);
        for (int i = 0; i < count; i++) {
          dy[dyAt + i] = twice * (y[yAt + i] - t[tAt + i]);
        }
        yield sum;
      }
      case Loss.Huber(double delta) -> {
        double sum = 0;
        for (int i = 0; i < count; i++) {
          double residual = (double) y[yAt + i] - t[tAt + i];
          sum += huber(residual, delta);
          dy[dyAt + i] = (float) (Math.clamp(residual, -delta, delta) * scale);
        }
        yield sum;
      }
      case Loss.BceWithLogits _ -> {
        double sum = 0;
        for (int i = 0; i < count; i++) {
          double logit = y[yAt + i];
          double target = t[tAt + i];
          double tail = Math.exp(-Math.abs(logit));
          sum += bce(logit, target, tail);
          dy[dyAt + i] = (float) (bceDerivative(logit, target, tail) * scale);
        }
        yield sum;
      }
    };
  }

  /** The same without the derivative. */
  public static double loss(
      Loss.OfElements loss, int count, float[] y, int yAt, float[] t, int tAt) {
    return switch (loss) {
      case Loss.Mse _ -> squares(count, y, yAt, t, tAt);
      case Loss.Huber(double delta) -> {
        double sum = 0;
        for (int i = 0; i < count; i++) {
          sum += huber((double) y[yAt + i] - t[tAt + i], delta);
        }
        yield sum;
      }
      case Loss.BceWithLogits _ -> {
        double sum = 0;
        for (int i = 0; i < count; i++) {
          double logit = y[yAt + i];
          sum += bce(logit, t[tAt + i], Math.exp(-Math.abs(logit)));
        }
        yield sum;
      }
    };
  }

  /** Column of the largest of consecutive values, the first of them if there are several. */
  public static int largest(int columns, float[] y, int yAt) {
    int best = 0;
    for (int j = 1; j < columns; j++) {
      if (y[yAt + j] > y[yAt + best]) {
        best = j;
      }
    }
    return best;
  }

  /** Σ (y − t)², in four sums side by side: a single sum waits for its own additions. */
  private static double squares(int count, float[] y, int yAt, float[] t, int tAt) {
    double sum0 = 0;
    double sum1 = 0;
    double sum2 = 0;
    double sum3 = 0;
    int i = 0;
    for (; i < count - 3; i += 4) {
      double r0 = (double) y[yAt + i] - t[tAt + i];
      double r1 = (double) y[yAt + i + 1] - t[tAt + i + 1];
      double r2 = (double) y[yAt + i + 2] - t[tAt + i + 2];
      double r3 = (double) y[yAt + i + 3] - t[tAt + i + 3];
      sum0 += r0 * r0;
      sum1 += r1 * r1;
      sum2 += r2 * r2;
      sum3 += r3 * r3;
    }
    for (; i < count; i++) {
      double residual = (double) y[yAt + i] - t[tAt + i];
      sum0 += residual * residual;
    }
    return (sum0 + sum1) + (sum2 + sum3);
  }

  private static double huber(double residual, double delta) {
    double size = Math.abs(residual);
    return size <= delta ? residual * residual / 2 : delta * (size - delta / 2);
  }

  /**
   * @param tail exp(−|logit|)
   */
  private static double bce(double logit, double target, double tail) {
    return Math.max(logit, 0) - logit * target + logOnePlus(tail);
  }

  /** σ(logit) − target without a difference of numbers near 1. */
  private static double bceDerivative(double logit, double target, double tail) {
    double difference = logit >= 0 ? (1 - target) - target * tail : (1 - target) * tail - target;
    return difference / (1 + tail);
  }

  /**
   * Math.log is several times as fast as log1p, and as good where 1 + e keeps the digits of e.
   *
   * @param e at least 0
   */
  private static double logOnePlus(double e) {
    return e > 1e-4 ? Math.log(1 + e) : Math.log1p(e);
  }

  /**
   * The cross-entropy of a row. Logits come as differences, so that equal ones of any size have the
   * loss log K, and a loss near 0 keeps its digits.
   *
   * @param behind the difference of the largest logit and the target's
   * @param others Σ e^(y − max y) over all classes except the target
   */
  public static double crossEntropy(double behind, double others) {
    return behind == 0 ? logOnePlus(others) : behind + Math.log(others + Math.exp(-behind));
  }

  /**
   * The sum of the cross-entropies of consecutive rows.
   *
   * @param t classes, (rows) from {@code tAt}
   */
  public static double crossEntropy(
      CrossEntropy ofRow,
      int rows,
      int columns,
      float[] y,
      int yAt,
      int[] t,
      int tAt,
      float[] dy,
      int dyAt,
      double scale) {
    double sum = 0;
    for (int i = 0; i < rows; i++) {
      int at = i * columns;
      sum += ofRow.lossAndGradient(columns, y, yAt + at, t[tAt + i], dy, dyAt + at, scale);
    }
    return sum;
  }

  /** The cross-entropy of a row with a class. */
  public static double crossEntropy(int columns, float[] y, int yAt, int target) {
    double max = y[yAt + largest(columns, y, yAt)];
    double others = 0;
    for (int j = 0; j < columns; j++) {
      others += j == target ? 0 : Math.exp(y[yAt + j] - max);
    }
    return crossEntropy(max - y[yAt + target], others);
  }

  /**
   * As {@link CrossEntropy#lossAndGradient}, with exponentials in float64. The gradient by the
   * target's logit is made of the other classes' share, so that it keeps its digits where the model
   * is nearly certain.
   */
  public static double crossEntropy(
      int columns, float[] y, int yAt, int target, float[] dy, int dyAt, double scale) {
    double max = y[yAt + largest(columns, y, yAt)];
    double behind = max - y[yAt + target];
    double others = 0;
    for (int j = 0; j < columns; j++) {
      double exponential = Math.exp(y[yAt + j] - max);
      dy[dyAt + j] = (float) exponential;
      others += j == target ? 0 : exponential;
    }
    double share = scale / (others + Math.exp(-behind));
    for (int j = 0; j < columns; j++) {
      dy[dyAt + j] = (float) (dy[dyAt + j] * share);
    }
    dy[dyAt + target] = (float) (-others * share);
    return crossEntropy(behind, others);
  }
}
