package io.github.thalweg.engine;

import io.github.thalweg.nn.Op;
import java.util.List;

/**
 * The time of one kernel of a training step.
 *
 * @param ops its operations of the step, in the program's order
 * @param seconds of a step: the median of many
 */
public record KernelTime(List<Op> ops, double seconds) {
  public KernelTime {
    ops = List.copyOf(ops);
  }
}
