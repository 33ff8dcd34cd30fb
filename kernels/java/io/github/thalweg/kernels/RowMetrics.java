package io.github.thalweg.kernels;

import uk.ac.manchester.tornado.api.KernelContext;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/**
 * metrics[i] = (loss of row i summed over its outputs, its right classes or its squared residual)
 *
 * <p>A class is right: cross_entropy, the first largest output is the label; bce_with_logits, y > 0
 * where t > ½ and only there, counted for each output.
 *
 * <p>Shapes: y (capacity, outputs), targets from the window's offset on, metrics (capacity, 2).
 *
 * <p>Versions: a row a work item; the first records in the window that the kernel ran; it is the
 * last kernel of an evaluation. Checked against the float64 reference.
 */
public final class RowMetrics {
  /** The value of the window's {@link Window#SLOT} afterwards. */
  public static final int SLOT = 1;

  private RowMetrics() {}

  /** Of a loss that takes numbers, one for each output: t is (N, outputs). */
  public static void metrics(
      KernelContext context,
      FloatArray y,
      FloatArray t,
      IntArray window,
      FloatArray metrics,
      int outputs,
      int loss,
      float delta) {
    int i = context.globalIdx;
    if (i < 1) {
      window.set(Window.SLOT, SLOT);
    }
    if (i < window.get(Window.ROWS)) {
      int row = window.get(Window.OFFSET) + i;
      float lossSum = 0f;
      float score = 0f;
      for (int j = 0; j < outputs; j++) {
        float value = y.get(i * outputs + j);
        float target = t.get(row * outputs + j);
        lossSum += LossAndGradient.elementLoss(loss, delta, value, target);
        if (loss == LossAndGradient.BCE_WITH_LOGITS) {
          int says = value > 0f ? 1 : 0;
          int is = target > 0.5f ? 1 : 0;
          score += says == is ? 1f : 0f;
        } else {
          score += (value - target) * (value - target);
        }
      }
      metrics.set(2 * i, lossSum);
      metrics.set(2 * i + 1, score);
    }
  }

  /** Of cross_entropy, which takes classes, one for each row: they are (N). */
  public static void metricsOfClasses(
      KernelContext context,
      FloatArray y,
      IntArray classes,
      IntArray window,
      FloatArray metrics,
      int outputs) {
    int i = context.globalIdx;
    if (i < 1) {
      window.set(Window.SLOT, SLOT);
    }
    if (i < window.get(Window.ROWS)) {
      int at = i * outputs;
      int label = classes.get(window.get(Window.OFFSET) + i);
      float max = CrossEntropy.max(y, at, outputs);
      float others = CrossEntropy.sumOfOthers(y, at, outputs, max, label);
      metrics.set(2 * i, CrossEntropy.loss(max - y.get(at + label), others));
      metrics.set(2 * i + 1, firstLargest(y, at, outputs) == label ? 1f : 0f);
    }
  }

  private static int firstLargest(FloatArray y, int at, int outputs) {
    int best = 0;
    for (int j = 1; j < outputs; j++) {
      if (y.get(at + j) > y.get(at + best)) {
        best = j;
      }
    }
    return best;
  }
}
