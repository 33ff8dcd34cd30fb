package io.github.thalweg.engine.tornado;

/** One way to compute operations on a device. */
interface KernelFamily {
  /** Adds the task, or the tasks, of an operation to a graph. */
  void add(FusedOp op, PhaseTasks tasks);
}
