package io.github.thalweg.data;

import io.github.thalweg.CounterRandom;
import io.github.thalweg.InvalidInputException;
import java.util.stream.IntStream;

/**
 * The division of a training set's rows into the steps of an epoch: consecutive slices of an order
 * that is drawn for each epoch; the last one may be smaller.
 *
 * @param rows rows of the training set
 * @param size rows a step, 1 … {@code rows}
 * @param shuffled whether an epoch's order is a random permutation; otherwise it is the data's own
 * @param seed the run's seed
 */
public record Batches(int rows, int size, boolean shuffled, long seed) {
  /** Stream of the run's seed that orders epoch 0; epoch e uses the stream at +e. */
  private static final long STREAM = 1L << 32;

  public Batches {
    if (size < 1 || size > rows) {
      throw new InvalidInputException(
          "A batch of "
              + size
              + " rows does not fit a training set of "
              + rows
              + " rows; take 1 to "
              + rows
              + ", or 'full' for all of them.");
    }
  }

  public int stepsPerEpoch() {
    return Math.ceilDiv(rows, size);
  }

  /** The first index of a step's slice in its epoch's order. */
  public int offset(long step) {
    return (int) (step % stepsPerEpoch()) * size;
  }

  /** Rows of a step of the whole run. */
  public int rowsOf(long step) {
    return Math.min(size, rows - offset(step));
  }

  public long epochOf(long step) {
    return step / stepsPerEpoch();
  }

  /** The order of an epoch: row indices, (rows); the identity when not shuffled. */
  public int[] order(long epoch) {
    return shuffled ? new CounterRandom(seed, STREAM + epoch).permutation(rows) : inOrder(rows);
  }

  /** 0 … rows − 1. */
  static int[] inOrder(int rows) {
    return IntStream.range(0, rows).toArray();
  }
}
