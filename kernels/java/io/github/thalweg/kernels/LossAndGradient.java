package io.github.thalweg.kernels;

import uk.ac.manchester.tornado.api.KernelContext;
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
 *   <li>cross_entropy: {@link CrossEntropy}
 * </ul>
 *
 * <p>If a model is nearly certain, σ − t would be a difference of numbers near 1 without exact
 * digits. So it is written with 1 − t.
 *
 * <p>Each gradient is divided by rows · target columns. If the last layer has an activation, it is
 * also multiplied by its φ′, which gives ∂C/∂z.
 *
 * <p>Shapes: y, gradient and saved (capacity, outputs), t the rows of the batch in the targets,
 * rowLosses one sum of losses for each work item.
 *
 * <p>Versions: {@code rowsPerItem} rows a work item, 1 unless there are thousands. Checked against
 * the float64 reference, with saturated logits too.
 */
public final class LossAndGradient {
  public static final int MSE = 0;
  public static final int HUBER = 1;
  public static final int BCE_WITH_LOGITS = 2;
  public static final int CROSS_ENTROPY = 3;

  private LossAndGradient() {}

  /** Of a loss that takes numbers, one for each output: t is (N, outputs). */
  public static void lossAndGradient(
      KernelContext context,
      FloatArray y,
      FloatArray t,
      IntArray order,
      IntArray window,
      FloatArray saved,
      FloatArray rowLosses,
      FloatArray gradient,
      int shuffled,
      int items,
      int rowsPerItem,
      int outputs,
      int loss,
      float delta,
      int activation) {
    int rows = window.get(Window.ROWS);
    int first = context.globalIdx * rowsPerItem;
    if (context.globalIdx < items) {
      int offset = window.get(Window.OFFSET);
      int last = Math.min(first + rowsPerItem, rows);
      float sum = 0f;
      for (int block = first; block < last; block += Sums.BLOCK) {
        float partial = 0f;
        for (int i = block; i < Math.min(block + Sums.BLOCK, last); i++) {
          int at = i * outputs;
          int target = Rows.of(order, shuffled, offset, i);
          partial += row(y, at, t, target, gradient, at, rows, outputs, loss, delta);
          applySlope(saved, at, gradient, at, outputs, activation);
        }
        sum += partial;
      }
      rowLosses.set(context.globalIdx, sum);
    }
  }

  /** Of cross_entropy, which takes classes, one for each row: they are (N). */
  public static void lossAndGradientOfClasses(
      KernelContext context,
      FloatArray y,
      IntArray classes,
      IntArray order,
      IntArray window,
      FloatArray saved,
      FloatArray rowLosses,
      FloatArray gradient,
      int shuffled,
      int items,
      int rowsPerItem,
      int outputs,
      int activation) {
    int rows = window.get(Window.ROWS);
    int first = context.globalIdx * rowsPerItem;
    if (context.globalIdx < items) {
      int offset = window.get(Window.OFFSET);
      int last = Math.min(first + rowsPerItem, rows);
      float sum = 0f;
      for (int block = first; block < last; block += Sums.BLOCK) {
        float partial = 0f;
        for (int i = block; i < Math.min(block + Sums.BLOCK, last); i++) {
          int at = i * outputs;
          int label = classes.get(Rows.of(order, shuffled, offset, i));
          partial += CrossEntropy.row(y, at, label, gradient, at, rows, outputs);
          applySlope(saved, at, gradient, at, outputs, activation);
        }
        sum += partial;
      }
      rowLosses.set(context.globalIdx, sum);
    }
  }

  /**
   * The loss of one row, summed over its outputs, and ∂C/∂y.
   *
   * @param at where the row begins in y, {@code gradientAt} in the gradient, and {@code target} the
   *     row of t or of the classes, the one that the loss takes
   */
  static float row(
      FloatArray y,
      int at,
      FloatArray t,
      IntArray classes,
      int target,
      FloatArray gradient,
      int gradientAt,
      int rows,
      int outputs,
      int loss,
      float delta) {
    if (loss == CROSS_ENTROPY) {
      return CrossEntropy.row(y, at, classes.get(target), gradient, gradientAt, rows, outputs);
    }
    return row(y, at, t, target, gradient, gradientAt, rows, outputs, loss, delta);
  }

  private static float row(
      FloatArray y,
      int at,
      FloatArray t,
      int target,
      FloatArray gradient,
      int gradientAt,
      int rows,
      int outputs,
      int loss,
      float delta) {
    float sum = 0f;
    float values = (float) rows * outputs;
    for (int j = 0; j < outputs; j++) {
      float value = y.get(at + j);
      float wanted = t.get(target * outputs + j);
      sum += elementLoss(loss, delta, value, wanted);
      gradient.set(gradientAt + j, elementDerivative(loss, delta, value, wanted) / values);
    }
    return sum;
  }

  /** ∂C/∂y of one row becomes ∂C/∂z = ∂C/∂y ⊙ φ′. */
  static void applySlope(
      FloatArray saved, int at, FloatArray gradient, int gradientAt, int outputs, int activation) {
    if (activation != Activations.NONE) {
      for (int j = 0; j < outputs; j++) {
        float slope = Activations.derivative(activation, saved.get(at + j));
        gradient.set(gradientAt + j, gradient.get(gradientAt + j) * slope);
      }
    }
  }

  /** The loss of one output, for the losses that are sums over the outputs. */
  static float elementLoss(int loss, float delta, float y, float t) {
    float residual = y - t;
    float size = TornadoMath.abs(residual);
    float value = residual * residual;
    if (loss > HUBER) {
      value =
          (y > 0f ? y : 0f) - y * t + CrossEntropy.logOnePlus(TornadoMath.exp(-TornadoMath.abs(y)));
    } else if (loss > MSE) {
      value = size <= delta ? 0.5f * residual * residual : delta * (size - 0.5f * delta);
    }
    return value;
  }

  private static float elementDerivative(int loss, float delta, float y, float t) {
    float residual = y - t;
    float derivative = 2f * residual;
    if (loss > HUBER) {
      derivative = bceDerivative(y, t);
    } else if (loss > MSE) {
      derivative = residual > delta ? delta : (residual < -delta ? -delta : residual);
    }
    return derivative;
  }

  /** σ(y) − t, without an exponential that overflows and without a difference of numbers near 1. */
  private static float bceDerivative(float y, float t) {
    float e = TornadoMath.exp(-TornadoMath.abs(y));
    return (y >= 0f ? (1f - t) - t * e : (1f - t) * e - t) / (1f + e);
  }
}
