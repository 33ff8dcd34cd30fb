package io.github.thalweg.program;

import io.github.thalweg.nn.Op;
import java.util.List;
import java.util.Optional;

/**
 * What a dense layer does on the way back. Both read ∂C/∂z, and neither the other's result, so an
 * engine may carry them out at once.
 */
public record LayerGradients(Op.ParameterGradient parameters, Op.InputGradient input) {
  /** A layer's gradient by its parameters with that by its input, if there is one behind it. */
  public static Optional<LayerGradients> of(Op first, List<Op> later) {
    return first instanceof Op.ParameterGradient parameters
        ? later.stream()
            .filter(Op.InputGradient.class::isInstance)
            .map(Op.InputGradient.class::cast)
            .filter(input -> input.outputGradient().equals(parameters.outputGradient()))
            .findFirst()
            .map(input -> new LayerGradients(parameters, input))
        : Optional.empty();
  }

  /** Both, in the program's order. */
  public List<Op> ops() {
    return List.of(parameters, input);
  }
}
