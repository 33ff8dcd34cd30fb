package io.github.thalweg.engine;

import io.github.thalweg.optim.Optimizer;

/** The pseudocode of the torch.optim documentation, parameter by parameter. */
final class TorchRules {
  final double[] theta;
  private final double[] buffer;

  /** Averages of the gradients. */
  final double[] first;

  /** Averages of their squares. */
  final double[] second;

  TorchRules(double[] start) {
    theta = start.clone();
    buffer = new double[theta.length];
    first = new double[theta.length];
    second = new double[theta.length];
  }

  void step(Optimizer optimizer, double[] gradients, int t) {
    for (int i = 0; i < theta.length; i++) {
      switch (optimizer) {
        case Optimizer.Sgd(var lr, var mu, var nesterov, var decay) -> {
          double g = gradients[i] + decay * theta[i];
          if (mu != 0) {
            buffer[i] = t > 1 ? mu * buffer[i] + g : g;
            g = nesterov ? g + mu * buffer[i] : buffer[i];
          }
          theta[i] = theta[i] - lr * g;
        }
        case Optimizer.Adam(var lr, var beta1, var beta2, var eps, var decay, var decoupled) -> {
          double g = gradients[i];
          if (decoupled) {
            theta[i] = theta[i] - lr * decay * theta[i];
          } else {
            g = g + decay * theta[i];
          }
          first[i] = beta1 * first[i] + (1 - beta1) * g;
          second[i] = beta2 * second[i] + (1 - beta2) * g * g;
          double mHat = first[i] / (1 - Math.pow(beta1, t));
          double vHat = second[i] / (1 - Math.pow(beta2, t));
          theta[i] = theta[i] - lr * mHat / (Math.sqrt(vHat) + eps);
        }
        case Optimizer.RmsProp(var lr, var alpha, var eps, var decay, var mu, var centered) -> {
          double g = gradients[i] + decay * theta[i];
          second[i] = alpha * second[i] + (1 - alpha) * g * g;
          double vTilde = second[i];
          if (centered) {
            first[i] = first[i] * alpha + (1 - alpha) * g;
            // The guard is not of the documentation: a rounding may make the difference negative.
            vTilde = Math.max(0, vTilde - first[i] * first[i]);
          }
          double scaled = g / (Math.sqrt(vTilde) + eps);
          if (mu > 0) {
            buffer[i] = mu * buffer[i] + scaled;
            theta[i] = theta[i] - lr * buffer[i];
          } else {
            theta[i] = theta[i] - lr * scaled;
          }
        }
      }
    }
  }
}
