package io.github.thalweg.engine;

import io.github.thalweg.data.Batches;
import io.github.thalweg.optim.Coefficients;
import io.github.thalweg.program.Training;

/**
 * Consecutive steps of one epoch's order and all that they differ in, so that an engine may run
 * many in one launch. Step i of the table sees {@link #rows}(i) rows of the order from {@link
 * #offset}(i) on.
 */
public final class StepTable {
  /** Most steps of a table. */
  public static final int CAPACITY = 4096;

  private final Training training;
  private final int[] offsets = new int[CAPACITY];
  private final int[] rows = new int[CAPACITY];
  private final double[] learningRates = new double[CAPACITY];
  private final double[] corrections1 = new double[CAPACITY];
  private final double[] corrections2 = new double[CAPACITY];
  private int count;

  StepTable(Training training) {
    this.training = training;
  }

  /**
   * Fills the table with the steps from {@code first} on: at most {@code limit} of them, and where
   * the rows are shuffled not beyond the epoch, which has an order of its own.
   */
  void fill(long first, long limit) {
    Batches batches = training.batches();
    count = (int) Math.min(limit, CAPACITY);
    if (batches.shuffled()) {
      count = (int) Math.min(count, batches.stepsPerEpoch() - first % batches.stepsPerEpoch());
    }
    for (int i = 0; i < count; i++) {
      long step = first + i;
      offsets[i] = batches.offset(step);
      rows[i] = batches.rowsOf(step);
      Coefficients coefficients =
          training.optimizer().coefficients(training.learningRate(step), step + 1);
      learningRates[i] = coefficients.learningRate();
      corrections1[i] = coefficients.correction1();
      corrections2[i] = coefficients.correction2();
    }
  }

  /** Steps in the table, 1 … {@link #CAPACITY}. */
  public int count() {
    return count;
  }

  /** Where the batch of a step begins in the epoch's order. */
  public int offset(int i) {
    return offsets[i];
  }

  /** Rows of a step's batch. */
  public int rows(int i) {
    return rows[i];
  }

  /** What a step's update rule looks at. */
  public Coefficients coefficients(int i) {
    return new Coefficients(learningRates[i], corrections1[i], corrections2[i]);
  }
}
