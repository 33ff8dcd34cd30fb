package io.github.thalweg.program;

import io.github.thalweg.nn.Op;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The backward pass of a dense layer. Both operations read ∂C/∂z and do not read each other's
 * result, so an engine may run them together.
 */
public record LayerGradients(Op.ParameterGradient parameters, Op.InputGradient input) {
  /** A layer's gradient by its parameters, with the gradient by its input if that comes next. */
  public static Optional<LayerGradients> of(Op first, Collection<Op> later) {
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
