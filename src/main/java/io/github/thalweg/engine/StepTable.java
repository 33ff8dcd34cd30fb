package io.github.thalweg.engine;

import io.github.thalweg.data.Batches;
import io.github.thalweg.optim.Coefficients;
import io.github.thalweg.program.Training;

/**
 * Consecutive steps of one epoch's order and everything that differs between them, so that an
 * engine may run many in one launch. Step i of the table has {@link #rows}(i) rows of the order
 * from {@link #offset}(i) on.
 */
public final class StepTable {
  /** Most steps of a table. */
  public static final int CAPACITY = 4096;

  private final Training training;
  private final int[] offsets = new int[CAPACITY];
  private final int[] rows = new int[CAPACITY];
  private final Coefficients[] coefficients = new Coefficients[CAPACITY];
  private Coefficients last = new Coefficients(0, 0, 0);
  private long lastStep;
  private int count;

  StepTable(Training training) {
    this.training = training;
  }

  /**
   * Fills the table with the steps from {@code first} on: at most {@code limit} of them, and for
   * shuffled rows only within the epoch, because each epoch has its own order.
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
      coefficients[i] = coefficients(step);
    }
  }

  /** Corrections that have reached 1 stay there; equal coefficients need no new object. */
  private Coefficients coefficients(long step) {
    double learningRate = training.learningRate(step);
    boolean settled = last.correction1() == 1 && last.correction2() == 1 && step > lastStep;
    if (!settled || last.learningRate() != learningRate) {
      last = training.optimizer().coefficients(learningRate, step + 1);
    }
    lastStep = step;
    return last;
  }

  /** Steps in the table, 1 … {@link #CAPACITY}. */
  public int count() {
    return count;
  }

  /** The first index of a step's batch in the epoch's order. */
  public int offset(int i) {
    return offsets[i];
  }

  /** Rows of a step's batch. */
  public int rows(int i) {
    return rows[i];
  }

  /** The coefficients for a step's update rule. */
  public Coefficients coefficients(int i) {
    return coefficients[i];
  }
}
