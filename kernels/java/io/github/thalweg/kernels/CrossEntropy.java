package io.github.thalweg.kernels;

import uk.ac.manchester.tornado.api.math.TornadoMath;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;

/**
 * log Σₖ e^(yₖ − m) + (m − y[t]), m = max y, of a row of logits and its class t; gradient
 * softmax(y) − onehot(t)
 *
 * <p>If a model is nearly certain, softmax − 1 would be a difference of numbers near 1 without
 * exact digits: it is minus the share of the other classes.
 */
final class CrossEntropy {
  private CrossEntropy() {}

  /**
   * The loss of one row, and ∂C/∂y.
   *
   * @param at where the row begins in y, and {@code gradientAt} in the gradient
   * @param rows of the batch
   */
  static float row(
      FloatArray y, int at, int label, FloatArray gradient, int gradientAt, int rows, int outputs) {
    float max = max(y, at, outputs);
    float behind = max - y.get(at + label);
    float others = sumOfOthers(y, at, outputs, max, label);
    float total = others + TornadoMath.exp(-behind);
    for (int j = 0; j < outputs; j++) {
      float share = j == label ? -others : TornadoMath.exp(y.get(at + j) - max);
      gradient.set(gradientAt + j, share / total / rows);
    }
    return loss(behind, others);
  }

  static float max(FloatArray y, int at, int outputs) {
    float max = y.get(at);
    for (int j = 1; j < outputs; j++) {
      if (y.get(at + j) > max) {
        max = y.get(at + j);
      }
    }
    return max;
  }

  /** Σ e^(y − max) over all classes except the row's. */
  static float sumOfOthers(FloatArray y, int at, int outputs, float max, int label) {
    float sum = 0f;
    for (int j = 0; j < outputs; j++) {
      sum += j == label ? 0f : TornadoMath.exp(y.get(at + j) - max);
    }
    return sum;
  }

  /**
   * The loss of a row, NaN where one of its logits is, whatever is chosen then.
   *
   * @param behind m − y[t]
   * @param others as {@link #sumOfOthers}
   */
  static float loss(float behind, float others) {
    return behind > 0f
        ? behind + TornadoMath.log(others + TornadoMath.exp(-behind))
        : logOnePlus(others - behind);
  }

  /** log(1 + e), also where 1 + e rounds (Kahan): device code has no log1p. */
  static float logOnePlus(float e) {
    float u = 1f + e;
    return u == 1f ? e : TornadoMath.log(u) * (e / (u - 1f));
  }
}
