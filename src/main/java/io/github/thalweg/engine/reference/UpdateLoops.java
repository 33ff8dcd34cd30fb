package io.github.thalweg.engine.reference;

import io.github.thalweg.optim.Coefficients;
import io.github.thalweg.optim.Optimizer;

/** Clipping and update rules over flat vectors, in float64. */
final class UpdateLoops {
  private UpdateLoops() {}

  /** Scales g to at most the norm {@code maximum} and returns the norm before that. */
  static double clip(double[] g, double maximum) {
    double squares = 0;
    for (double value : g) {
      squares += value * value;
    }
    double norm = Math.sqrt(squares);
    double scale = Math.min(1, maximum / (norm + 1e-6));
    for (int i = 0; i < g.length; i++) {
      g[i] *= scale;
    }
    return norm;
  }

  static void update(
      Optimizer optimizer, Coefficients c, double[] theta, double[] gradient, double[] state) {
    switch (optimizer) {
      case Optimizer.Sgd sgd -> sgd(sgd, c, theta, gradient, state);
      case Optimizer.Adam adam -> adam(adam, c, theta, gradient, state);
      case Optimizer.RmsProp rmsProp -> rmsProp(rmsProp, c, theta, gradient, state);
    }
  }

  private static void sgd(
      Optimizer.Sgd rule, Coefficients c, double[] theta, double[] gradient, double[] state) {
    for (int i = 0; i < theta.length; i++) {
      double g = gradient[i] + rule.weightDecay() * theta[i];
      if (rule.momentum() > 0) {
        state[i] = rule.momentum() * state[i] + g;
        g = rule.nesterov() ? g + rule.momentum() * state[i] : state[i];
      }
      theta[i] -= c.learningRate() * g;
    }
  }

  private static void adam(
      Optimizer.Adam rule, Coefficients c, double[] theta, double[] gradient, double[] state) {
    int count = theta.length;
    for (int i = 0; i < count; i++) {
      double g = gradient[i];
      if (rule.decoupledDecay()) {
        theta[i] -= c.learningRate() * rule.weightDecay() * theta[i];
      } else {
        g += rule.weightDecay() * theta[i];
      }
      double m = rule.beta1() * state[i] + (1 - rule.beta1()) * g;
      double v = rule.beta2() * state[count + i] + (1 - rule.beta2()) * g * g;
      state[i] = m;
      state[count + i] = v;
      double denominator = Math.sqrt(v) / c.correction2() + rule.epsilon();
      theta[i] -= c.learningRate() / c.correction1() * m / denominator;
    }
  }

  private static void rmsProp(
      Optimizer.RmsProp rule, Coefficients c, double[] theta, double[] gradient, double[] state) {
    int count = theta.length;
    int average = rule.momentum() > 0 ? 2 * count : count;
    for (int i = 0; i < count; i++) {
      double g = gradient[i] + rule.weightDecay() * theta[i];
      double square = rule.alpha() * state[i] + (1 - rule.alpha()) * g * g;
      state[i] = square;
      if (rule.centered()) {
        double mean = rule.alpha() * state[average + i] + (1 - rule.alpha()) * g;
        state[average + i] = mean;
        square = Math.max(0, square - mean * mean);
      }
      double step = g / (Math.sqrt(square) + rule.epsilon());
      if (rule.momentum() > 0) {
        state[count + i] = rule.momentum() * state[count + i] + step;
        step = state[count + i];
      }
      theta[i] -= c.learningRate() * step;
    }
  }
}
