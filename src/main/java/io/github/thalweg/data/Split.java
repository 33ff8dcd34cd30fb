package io.github.thalweg.data;

import io.github.thalweg.CounterRandom;
import io.github.thalweg.InvalidInputException;

/**
 * The division of a data set into a training and a test part: the last round(N · {@code
 * testFraction}) rows of an order are the test part, at least one row and never all. The same seed
 * and number of rows give the same parts.
 *
 * @param testFraction share of the rows that are set aside, in (0, 1)
 * @param seed orders the rows when they are shuffled
 * @param shuffled whether the order is a random permutation; otherwise it is the data's own
 */
public record Split(double testFraction, long seed, boolean shuffled) {
  /** Stream of the seed for splits. */
  private static final long STREAM = 2L << 32;

  public Split {
    if (!(testFraction > 0 && testFraction < 1)) {
      throw new InvalidInputException(
          "The test part of a split must be a fraction between 0 and 1 (both excluded), not "
              + testFraction
              + "; for no test part write 'data.split: none'.");
    }
  }

  /**
   * Both parts, their rows in the order of the split and in the arrays of the whole data set, which
   * must not be used any more.
   *
   * @throws InvalidInputException if there is only one row
   */
  public TrainAndTest apply(Dataset dataset) {
    int rows = dataset.rows();
    if (rows < 2) {
      throw new InvalidInputException(
          "A data set of one row cannot be split into a training and a test part; add rows or write 'data.split: none'.");
    }
    int testRows = Math.clamp(Math.round(rows * testFraction), 1, rows - 1);
    int[] order =
        shuffled ? new CounterRandom(seed, STREAM).permutation(rows) : Batches.inOrder(rows);
    int trainRows = rows - testRows;
    Dataset ordered = dataset.reordered(order);
    return new TrainAndTest(ordered.slice(0, trainRows), ordered.slice(trainRows, testRows));
  }
}
