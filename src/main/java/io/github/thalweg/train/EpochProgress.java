package io.github.thalweg.train;

/**
 * The sums over the steps of an epoch so far.
 *
 * @param lossSum the batches' mean losses, each times its rows
 * @param rows seen
 * @param seconds of training
 */
public record EpochProgress(double lossSum, long rows, double seconds) {
  /** An epoch that has not begun. */
  public static final EpochProgress NONE = new EpochProgress(0, 0, 0);

  EpochProgress plus(EpochProgress more) {
    return new EpochProgress(lossSum + more.lossSum, rows + more.rows, seconds + more.seconds);
  }

  /** Mean loss over the rows. */
  double meanLoss() {
    return lossSum / rows;
  }

  double samplesPerSecond() {
    return rows / seconds;
  }
}
