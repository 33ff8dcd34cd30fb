package io.github.thalweg.kernels;

import uk.ac.manchester.tornado.api.annotations.Parallel;
import uk.ac.manchester.tornado.api.math.TornadoMath;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/**
 * The loss of each row, summed over its outputs, and ∂C/∂y of the mean C, in one pass:
 *
 * <ul>
 *   <li>mse: (y − t)²; gradient 2(y − t)
 *   <li>huber: ½d² where |d| ≤ δ, else δ(|d| − ½δ), d = y − t; gradient d limited to ±δ
 *   <li>bce_with_logits: max(y, 0) − y·t + log(1 + e^−|y|); gradient σ(y) − t
 *   <li>cross_entropy: log Σₖ e^(yₖ − m) + m − y[t], m = max y; gradient softmax(y) − onehot(t)
 * </ul>
 *
 * each gradient divided by rows · target columns.
 *
 * <p>Shapes: y and gradient (capacity, outputs), t (rows, target columns) from the window's offset
 * on when {@code windowed} is 1, rowLoss (capacity).
 *
 * <p>Versions: a row a work item. Checked against the float64 reference, with saturated logits too.
 */
public final class LossAndGradient {
  public static final int MSE = 0;
  public static final int HUBER = 1;
  public static final int BCE_WITH_LOGITS = 2;
  public static final int CROSS_ENTROPY = 3;

  private LossAndGradient() {}

  public static void lossAndGradient(
      FloatArray y,
      FloatArray t,
      IntArray window,
      FloatArray rowLoss,
      FloatArray gradient,
      int windowed,
      int capacity,
      int outputs,
      int loss,
      float delta) {
    for (@Parallel int i = 0; i < capacity; i++) {
      int rows = window.get(Window.ROWS);
      if (i < rows) {
        int row = windowed * window.get(Window.OFFSET) + i;
        int at = i * outputs;
        if (loss == CROSS_ENTROPY) {
          float max = max(y, at, outputs);
          float sum = sumOfExponentials(y, at, outputs, max);
          int label = (int) t.get(row);
          rowLoss.set(i, TornadoMath.log(sum) + (max - y.get(at + label)));
          for (int j = 0; j < outputs; j++) {
            float p = TornadoMath.exp(y.get(at + j) - max) / sum;
            gradient.set(at + j, (j == label ? p - 1f : p) / rows);
          }
        } else {
          float values = (float) rows * outputs;
          float sum = 0f;
          for (int j = 0; j < outputs; j++) {
            float value = y.get(at + j);
            float target = t.get(row * outputs + j);
            sum += elementLoss(loss, delta, value, target);
            gradient.set(at + j, elementDerivative(loss, delta, value, target) / values);
          }
          rowLoss.set(i, sum);
        }
      }
    }
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

  static float sumOfExponentials(FloatArray y, int at, int outputs, float max) {
    float sum = 0f;
    for (int j = 0; j < outputs; j++) {
      sum += TornadoMath.exp(y.get(at + j) - max);
    }
    return sum;
  }

  static float elementLoss(int loss, float delta, float y, float t) {
    float residual = y - t;
    float size = TornadoMath.abs(residual);
    return switch (loss) {
      case HUBER -> size <= delta ? 0.5f * residual * residual : delta * (size - 0.5f * delta);
      case BCE_WITH_LOGITS ->
          (y > 0f ? y : 0f) - y * t + logOnePlus(TornadoMath.exp(-TornadoMath.abs(y)));
      default -> residual * residual;
    };
  }

  private static float elementDerivative(int loss, float delta, float y, float t) {
    float residual = y - t;
    return switch (loss) {
      case HUBER -> residual > delta ? delta : (residual < -delta ? -delta : residual);
      case BCE_WITH_LOGITS -> sigmoid(y) - t;
      default -> 2f * residual;
    };
  }

  /** σ(y) without an exponential that overflows. */
  private static float sigmoid(float y) {
    float e = TornadoMath.exp(-TornadoMath.abs(y));
    return (y >= 0f ? 1f : e) / (1f + e);
  }

  /** log(1 + e), also where 1 + e rounds (Kahan): device code has no log1p. */
  private static float logOnePlus(float e) {
    float u = 1f + e;
    return u == 1f ? e : TornadoMath.log(u) * (e / (u - 1f));
  }
}
