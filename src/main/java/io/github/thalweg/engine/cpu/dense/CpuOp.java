package io.github.thalweg.engine.cpu.dense;

import io.github.thalweg.optim.Coefficients;

/** An op of a program bound to its memory. */
@FunctionalInterface
public interface CpuOp {
  /**
   * @param rows of the current batch
   * @param coefficients of the current step; only an update reads them
   */
  void run(int rows, Coefficients coefficients);
}
