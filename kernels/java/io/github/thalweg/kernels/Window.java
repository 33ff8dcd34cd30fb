package io.github.thalweg.kernels;

import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/**
 * The rows for a kernel, as an IntArray: scalar arguments would become constants of the kernel. In
 * training a table of the next steps follows it, and another one is in {@link Rates}, so nothing is
 * copied between steps: the last kernel of a step moves both to the next.
 */
public final class Window {
  /**
   * Index of the batch's first row: in the epoch's order when shuffled, else in the data itself.
   */
  public static final int OFFSET = 0;

  /** Index of the number of rows in the batch, at most the capacity of the kernel. */
  public static final int ROWS = 1;

  /** Index of the step's place in the table and in the losses. */
  public static final int SLOT = 2;

  public static final int SIZE = 3;

  /** Elements of the table for each step, from {@link #SIZE} on: its offset and its rows. */
  public static final int STRIDE = 2;

  private Window() {}

  /** Index of the offset of a step of the table; its rows follow. */
  public static int entry(int slot) {
    return SIZE + STRIDE * slot;
  }

  /** Makes a step of the table the current one; the table has an entry after the last step. */
  static void moveTo(int slot, IntArray window, FloatArray rates) {
    window.set(OFFSET, window.get(entry(slot)));
    window.set(ROWS, window.get(entry(slot) + 1));
    window.set(SLOT, slot);
    rates.set(Rates.LEARNING_RATE, rates.get(Rates.entry(slot)));
    rates.set(Rates.CORRECTION1, rates.get(Rates.entry(slot) + Rates.CORRECTION1));
    rates.set(Rates.CORRECTION2, rates.get(Rates.entry(slot) + Rates.CORRECTION2));
  }
}
