package io.github.thalweg.engine.reference;

import io.github.thalweg.nn.Loss;

/** Losses, their gradients and the metrics of an evaluation, in float64. */
final class LossLoops {
  private LossLoops() {}

  /** Writes the gradient of the mean loss and returns that mean. */
  static double lossAndGradient(Loss loss, int rows, View y, View t, View gradient) {
    double sum = 0;
    double values = (double) rows * t.columns();
    for (int i = 0; i < rows; i++) {
      sum += rowLoss(loss, i, y, t);
      for (int j = 0; j < y.columns(); j++) {
        gradient.set(i, j, derivative(loss, i, j, y, t) / values);
      }
    }
    return sum / values;
  }

  static void rowMetrics(Loss loss, int rows, View y, View t, View metrics) {
    for (int i = 0; i < rows; i++) {
      metrics.set(i, 0, rowLoss(loss, i, y, t));
      metrics.set(i, 1, rowScore(loss, i, y, t));
    }
  }

  private static double rowLoss(Loss loss, int i, View y, View t) {
    if (!(loss instanceof Loss.OfElements ofElements)) {
      return crossEntropy(i, y, (int) t.get(i, 0));
    }
    double sum = 0;
    for (int j = 0; j < y.columns(); j++) {
      double residual = y.get(i, j) - t.get(i, j);
      sum +=
          switch (ofElements) {
            case Loss.Mse _ -> residual * residual;
            case Loss.Huber(double delta) ->
                Math.abs(residual) <= delta
                    ? residual * residual / 2
                    : delta * (Math.abs(residual) - delta / 2);
            case Loss.BceWithLogits _ ->
                Math.max(y.get(i, j), 0)
                    - y.get(i, j) * t.get(i, j)
                    + Math.log1p(Math.exp(-Math.abs(y.get(i, j))));
          };
    }
    return sum;
  }

  /** The derivative of a row's loss with respect to one output. */
  private static double derivative(Loss loss, int i, int j, View y, View t) {
    return switch (loss) {
      case Loss.Mse _ -> 2 * (y.get(i, j) - t.get(i, j));
      case Loss.Huber(double delta) -> Math.clamp(y.get(i, j) - t.get(i, j), -delta, delta);
      case Loss.BceWithLogits _ -> bceDerivative(y.get(i, j), t.get(i, j));
      case Loss.CrossEntropy _ -> crossEntropyDerivative(i, j, y, (int) t.get(i, 0));
    };
  }

  /** Right classes in a row, or the sum of its squared residuals. */
  private static double rowScore(Loss loss, int i, View y, View t) {
    if (!(loss instanceof Loss.OfElements ofElements)) {
      return largest(i, y) == (int) t.get(i, 0) ? 1 : 0;
    }
    double score = 0;
    for (int j = 0; j < y.columns(); j++) {
      double residual = y.get(i, j) - t.get(i, j);
      score +=
          switch (ofElements) {
            case Loss.BceWithLogits _ -> (y.get(i, j) > 0) == (t.get(i, j) > 0.5) ? 1 : 0;
            case Loss.Mse _, Loss.Huber _ -> residual * residual;
          };
    }
    return score;
  }

  private static int largest(int i, View y) {
    int best = 0;
    for (int j = 1; j < y.columns(); j++) {
      if (y.get(i, j) > y.get(i, best)) {
        best = j;
      }
    }
    return best;
  }

  /**
   * −log softmax of a row at its class. Logits are subtracted from each other before anything is
   * added, so that equal ones of any size have the loss log K.
   */
  private static double crossEntropy(int i, View y, int label) {
    double behind = y.get(i, largest(i, y)) - y.get(i, label);
    double others = others(i, y, label);
    return behind == 0 ? Math.log1p(others) : behind + Math.log(others + Math.exp(-behind));
  }

  /**
   * softmax − onehot. At the row's class that is minus the share of all others: 1 − softmax would
   * lose all digits if the model is nearly certain.
   */
  private static double crossEntropyDerivative(int i, int j, View y, int label) {
    double max = y.get(i, largest(i, y));
    double others = others(i, y, label);
    double all = others + Math.exp(y.get(i, label) - max);
    return (j == label ? -others : Math.exp(y.get(i, j) - max)) / all;
  }

  /** Σ e^(y − max y) over all classes except the row's. */
  private static double others(int i, View y, int label) {
    double max = y.get(i, largest(i, y));
    double sum = 0;
    for (int j = 0; j < y.columns(); j++) {
      sum += j == label ? 0 : Math.exp(y.get(i, j) - max);
    }
    return sum;
  }

  /** σ(y) − t without a difference of numbers near 1. */
  private static double bceDerivative(double y, double t) {
    double tail = Math.exp(-Math.abs(y));
    return (y >= 0 ? (1 - t) - t * tail : (1 - t) * tail - t) / (1 + tail);
  }
}
