package io.github.thalweg.engine.cpu.dense;

import io.github.thalweg.optim.Coefficients;

/** An op of a program bound to its memory. */
@FunctionalInterface
public interface CpuOp {
  /**
   * @param rows of the batch at hand
   * @param coefficients of the step at hand; only an update looks at them
   */
  void run(int rows, Coefficients coefficients);
}
