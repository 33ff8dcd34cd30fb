package io.github.thalweg.kernels;

import uk.ac.manchester.tornado.api.annotations.Parallel;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/**
 * x[i, ·] = features[order[offset + i], ·], t[i, ·] = targets[order[offset + i], ·]
 *
 * <p>Shapes: features (N, D), targets (N, K), order (N), x (capacity, D), t (capacity, K). Only for
 * shuffled batches; where a batch is consecutive rows its readers take them from the data set
 * itself.
 *
 * <p>Versions: one element of a row a work item. Checked against the rows of the data set, exactly.
 */
public final class LoadBatch {
  private LoadBatch() {}

  public static void gather(
      FloatArray features,
      FloatArray targets,
      IntArray order,
      IntArray window,
      FloatArray x,
      FloatArray t,
      int capacity,
      int inputs,
      int targetColumns) {
    for (@Parallel int i = 0; i < capacity; i++) {
      for (@Parallel int j = 0; j < inputs + targetColumns; j++) {
        if (i < window.get(Window.ROWS)) {
          int row = order.get(window.get(Window.OFFSET) + i);
          if (j < inputs) {
            x.set(i * inputs + j, features.get(row * inputs + j));
          } else {
            int k = j - inputs;
            t.set(i * targetColumns + k, targets.get(row * targetColumns + k));
          }
        }
      }
    }
  }
}
