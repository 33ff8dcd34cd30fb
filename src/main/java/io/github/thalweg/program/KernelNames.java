package io.github.thalweg.program;

import io.github.thalweg.nn.Op;
import java.util.Map;

/**
 * What carries out the operations of a program on a device: the family and the name of a kernel, by
 * operation.
 *
 * @param step of a training step
 * @param evaluation of an evaluation
 */
public record KernelNames(Map<Op, String> step, Map<Op, String> evaluation) {
  /** Where an operation has one way to be carried out only. */
  public static final KernelNames NONE = new KernelNames(Map.of(), Map.of());

  public KernelNames {
    step = Map.copyOf(step);
    evaluation = Map.copyOf(evaluation);
  }
}
