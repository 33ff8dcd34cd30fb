package io.github.thalweg.kernels;

import uk.ac.manchester.tornado.api.KernelContext;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/**
 * The rows of a batch one behind the other, as a library wants them, which takes whole arrays of
 * always the same shape: b[i, ·] = x[row i of the batch, ·] for i &lt; rows, and zeros behind the
 * last row of a batch that is smaller.
 *
 * <p>Shapes: x the data, b (capacity, columns).
 *
 * <p>Versions: an element a work item. Checked against the float64 reference with smaller last
 * batches, shuffled and not.
 */
public final class BatchRows {
  private BatchRows() {}

  /** Copies the batch. */
  public static void gather(
      KernelContext context,
      FloatArray x,
      IntArray order,
      IntArray window,
      FloatArray batch,
      int shuffled,
      int capacity,
      int columns) {
    int i = context.globalIdx / columns;
    if (i < capacity) {
      float value = 0f;
      if (i < window.get(Window.ROWS)) {
        int row = Rows.of(order, shuffled, window.get(Window.OFFSET), i);
        value = x.get(row * columns + context.globalIdx % columns);
      }
      batch.set(context.globalIdx, value);
    }
  }

  /** Sets what lies behind the last row of the batch to zero, and leaves the batch alone. */
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
