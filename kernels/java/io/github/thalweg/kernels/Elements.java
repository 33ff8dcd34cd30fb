package io.github.thalweg.kernels;

import uk.ac.manchester.tornado.api.KernelContext;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/**
 * Element-wise operations: y = φ(x), which without an activation gathers a batch; ∂C/∂x = ∂C/∂y ⊙
 * φ′; sum = a + b. Rows after the last row of a smaller batch become zero for a library, which
 * needs whole arrays of constant shape.
 *
 * <p>Shapes: all (capacity, columns); with {@code fromData} 1 the rows of x are those of the batch
 * in the data.
 *
 * <p>Versions: an element a work item. Checked against the float64 reference over odd shapes.
 */
public final class Elements {
  private Elements() {}

  public static void activate(
      KernelContext context,
      FloatArray x,
      IntArray order,
      IntArray window,
      FloatArray y,
      int fromData,
      int shuffled,
      int capacity,
      int columns,
      int activation) {
    int i = context.globalIdx / columns;
    if (i < capacity) {
      float value = 0f;
      if (i < window.get(Window.ROWS)) {
        int row = Rows.of(order, shuffled, fromData * window.get(Window.OFFSET), i);
        value = Activations.value(activation, x.get(row * columns + context.globalIdx % columns));
      }
      y.set(context.globalIdx, value);
    }
  }

  public static void throughSlope(
      KernelContext context,
      FloatArray outputGradient,
      IntArray window,
      FloatArray saved,
      FloatArray inputGradient,
      int capacity,
      int columns,
      int activation) {
    int i = context.globalIdx / columns;
    if (i < capacity) {
      float value = 0f;
      if (i < window.get(Window.ROWS)) {
        value =
            outputGradient.get(context.globalIdx)
                * Activations.derivative(activation, saved.get(context.globalIdx));
      }
      inputGradient.set(context.globalIdx, value);
    }
  }

  public static void add(
      KernelContext context,
      FloatArray a,
      FloatArray b,
      IntArray window,
      FloatArray sum,
      int capacity,
      int columns) {
    int i = context.globalIdx / columns;
    if (i < capacity) {
      float value = 0f;
      if (i < window.get(Window.ROWS)) {
        value = a.get(context.globalIdx) + b.get(context.globalIdx);
      }
      sum.set(context.globalIdx, value);
    }
  }

  /** Sets the rows after the last row of the batch to zero, and does not change the batch. */
  public static void clearRest(
      KernelContext context, IntArray window, FloatArray values, int capacity, int columns) {
    int i = context.globalIdx / columns;
    if (i >= window.get(Window.ROWS)) {
      if (i < capacity) {
        values.set(context.globalIdx, 0f);
      }
    }
  }
}
