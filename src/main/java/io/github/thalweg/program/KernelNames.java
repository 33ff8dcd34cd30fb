package io.github.thalweg.program;

import io.github.thalweg.nn.Op;
import java.util.Map;

/**
 * The kernels of a program's operations on a device: family and name, by operation.
 *
 * @param step of a training step
 * @param evaluation of an evaluation
 */
public record KernelNames(Map<Op, String> step, Map<Op, String> evaluation) {
  /** For operations with only one implementation. */
  public static final KernelNames NONE = new KernelNames(Map.of(), Map.of());

  public KernelNames {
    step = Map.copyOf(step);
    evaluation = Map.copyOf(evaluation);
  }
}
