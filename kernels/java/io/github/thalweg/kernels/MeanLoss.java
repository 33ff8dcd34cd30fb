package io.github.thalweg.kernels;

import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/**
 * The last kernel of a step: stores C = Σᵢ rowLosses[i] / (rows · target columns) at the step's
 * place in the losses, and moves to the next step.
 *
 * <p>Shapes: rowLosses (parts), sums of some rows each, losses (steps of a table).
 *
 * <p>Versions: one work item, which sums blocks in their order. Checked against the float64
 * reference.
 */
public final class MeanLoss {
  /** Most sums, so that one work item can add them. */
  public static final int PARTS = 2048;

  private MeanLoss() {}

  public static void meanAndNextStep(
      FloatArray rowLosses,
      IntArray window,
      FloatArray rates,
      FloatArray losses,
      int parts,
      int columns) {
    int rows = window.get(Window.ROWS);
    int slot = window.get(Window.SLOT);
    losses.set(slot, Sums.sum(rowLosses, 0, parts) / ((float) rows * columns));
    Window.moveTo(slot + 1, window, rates);
  }
}
