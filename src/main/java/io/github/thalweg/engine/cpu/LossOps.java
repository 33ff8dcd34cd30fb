package io.github.thalweg.engine.cpu;

import io.github.thalweg.nn.Loss;

/**
 * Losses, their gradients and the metrics of an evaluation: float32 in and out, float64 within a
 * row, rows summed in order.
 */
final class LossOps {
  private final Workers workers;

  LossOps(Workers workers) {
    this.workers = workers;
  }

  CpuOp lossAndGradient(Loss loss, Matrix y, Matrix t, Matrix mean, Matrix gradient) {
    return (rows, _) -> {
      Blocks blocks = Blocks.of(rows, operations(rows, y));
      double[] sums = new double[blocks.count()];
      double values = (double) rows * t.columns;
      workers.run(
          blocks.count(),
          block -> {
            double sum = 0;
            for (int i = blocks.from(block); i < blocks.to(block); i++) {
              sum += row(loss, i, y, t, gradient, 1 / values);
            }
            sums[block] = sum;
          });
      double total = 0;
      for (double sum : sums) {
        total += sum;
      }
      mean.data[mean.offset] = (float) (total / values);
    };
  }

  CpuOp rowMetrics(Loss loss, Matrix y, Matrix t, Matrix metrics) {
    return (rows, _) -> {
      Blocks blocks = Blocks.of(rows, operations(rows, y));
      workers.run(
          blocks.count(),
          block -> {
            for (int i = blocks.from(block); i < blocks.to(block); i++) {
              metrics.data[metrics.at(i, 0)] = (float) row(loss, i, y, t, null, 0);
              metrics.data[metrics.at(i, 1)] = (float) score(loss, i, y, t);
            }
          });
    };
  }

  private static long operations(int rows, Matrix y) {
    return 32L * rows * y.columns;
  }

  /** The loss of a row; its derivative, scaled, goes to {@code gradient} unless that is null. */
  private static double row(Loss loss, int i, Matrix y, Matrix t, Matrix gradient, double scale) {
    if (loss instanceof Loss.CrossEntropy) {
      return crossEntropy(i, y, t, gradient, scale);
    }
    double sum = 0;
    for (int j = 0; j < y.columns; j++) {
      double output = y.data[y.at(i, j)];
      double target = t.data[t.at(i, j)];
      double residual = output - target;
      double derivative;
      switch (loss) {
        case Loss.Mse _ -> {
          sum += residual * residual;
          derivative = 2 * residual;
        }
        case Loss.Huber(double delta) -> {
          double size = Math.abs(residual);
          sum += size <= delta ? residual * residual / 2 : delta * (size - delta / 2);
          derivative = Math.clamp(residual, -delta, delta);
        }
        case Loss.BceWithLogits _ -> {
          double tail = Math.exp(-Math.abs(output));
          sum += Math.max(output, 0) - output * target + Math.log1p(tail);
          derivative = (output >= 0 ? 1 : tail) / (1 + tail) - target;
        }
        case Loss.CrossEntropy _ -> throw new AssertionError();
      }
      if (gradient != null) {
        gradient.data[gradient.at(i, j)] = (float) (derivative * scale);
      }
    }
    return sum;
  }

  private static double crossEntropy(int i, Matrix y, Matrix t, Matrix gradient, double scale) {
    float[] data = y.data;
    int row = y.at(i, 0);
    int target = (int) t.data[t.at(i, 0)];
    double max = data[row + largest(i, y)];
    double sum = 0;
    for (int j = 0; j < y.columns; j++) {
      sum += Math.exp(data[row + j] - max);
    }
    if (gradient != null) {
      int at = gradient.at(i, 0);
      for (int j = 0; j < y.columns; j++) {
        double probability = Math.exp(data[row + j] - max) / sum;
        gradient.data[at + j] = (float) ((probability - (j == target ? 1 : 0)) * scale);
      }
    }
    return max + Math.log(sum) - data[row + target];
  }

  /** Right classes in a row, or the sum of its squared residuals. */
  private static double score(Loss loss, int i, Matrix y, Matrix t) {
    if (loss instanceof Loss.CrossEntropy) {
      return largest(i, y) == (int) t.data[t.at(i, 0)] ? 1 : 0;
    }
    double score = 0;
    for (int j = 0; j < y.columns; j++) {
      float output = y.data[y.at(i, j)];
      float target = t.data[t.at(i, j)];
      if (loss.classifies()) {
        score += (output > 0) == (target > 0.5f) ? 1 : 0;
      } else {
        score += ((double) output - target) * ((double) output - target);
      }
    }
    return score;
  }

  private static int largest(int i, Matrix y) {
    int row = y.at(i, 0);
    int best = 0;
    for (int j = 1; j < y.columns; j++) {
      if (y.data[row + j] > y.data[row + best]) {
        best = j;
      }
    }
    return best;
  }
}
