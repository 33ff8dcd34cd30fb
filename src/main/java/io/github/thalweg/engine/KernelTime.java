package io.github.thalweg.engine;

import io.github.thalweg.nn.Op;
import java.util.List;

/**
 * What a kernel of a training step took, by itself.
 *
 * @param ops the operations of the step that it carries out, in the program's order
 * @param seconds of a step: the median of many
 */
public record KernelTime(List<Op> ops, double seconds) {
  public KernelTime {
    ops = List.copyOf(ops);
  }
}
