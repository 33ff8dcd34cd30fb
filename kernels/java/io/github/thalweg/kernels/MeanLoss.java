package io.github.thalweg.kernels;

import uk.ac.manchester.tornado.api.annotations.Parallel;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/**
 * C = Σᵢ rowLoss[i] / (rows · target columns), to the window's slot in the ring of losses
 *
 * <p>Shapes: rowLoss (capacity), partials (chunks), ring (slots).
 *
 * <p>Versions: up to {@link #CHUNK} rows one work item sums them all; beyond that one work item a
 * chunk, and a second, small kernel for the chunks. Both in the order of the rows. Checked against
 * the float64 reference.
 */
public final class MeanLoss {
  /** Rows that one work item sums. */
  public static final int CHUNK = 2048;

  private MeanLoss() {}

  public static void meanOfRows(FloatArray rowLoss, IntArray window, FloatArray ring, int columns) {
    int rows = window.get(Window.ROWS);
    float values = (float) rows * columns;
    ring.set(window.get(Window.SLOT), Sums.sum(rowLoss, 0, rows) / values);
  }

  public static void partialSums(
      FloatArray rowLoss, IntArray window, FloatArray partials, int chunks) {
    for (@Parallel int chunk = 0; chunk < chunks; chunk++) {
      int first = chunk * CHUNK;
      int last = Math.min(first + CHUNK, window.get(Window.ROWS));
      partials.set(chunk, Sums.sum(rowLoss, first, last));
    }
  }

  public static void meanOfPartials(
      FloatArray partials, IntArray window, FloatArray ring, int chunks, int columns) {
    float values = (float) window.get(Window.ROWS) * columns;
    ring.set(window.get(Window.SLOT), Sums.sum(partials, 0, chunks) / values);
  }
}
