package io.github.thalweg.kernels;

import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/**
 * The places of a batch's rows. The first layer and the loss read features and targets in place,
 * shuffled or not: a batch is never copied.
 */
final class Rows {
  private Rows() {}

  /**
   * The row of the data that is row i of a batch.
   *
   * @param shuffled 1 if the batch is a slice of the epoch's order, 0 if it is consecutive
   * @param first of the batch, in the order or in the data
   */
  static int of(IntArray order, int shuffled, int first, int i) {
    return shuffled == 1 ? order.get(first + i) : first + i;
  }
}
