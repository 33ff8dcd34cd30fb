package io.github.thalweg.program;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The ops between the batch and the gradient in a step of a model with one layer (linear, logistic
 * and softmax regression). Nothing but the layer reads the batch, so an engine may carry them out
 * row by row and read every row once.
 *
 * @param activation the derivative of the layer's activation, where it has one
 * @param rest what follows on the gradient: clipping, if any, and the update
 */
public record SingleLayer(
    Op.LoadBatch load,
    Op.Linear linear,
    Op.LossAndGradient loss,
    Optional<Op.ActivationGradient> activation,
    Op.ParameterGradient parameter,
    List<Op> rest) {
  /** The step as one of a single layer, if it is that. */
  public static Optional<SingleLayer> of(Phase step) {
    List<Op> ops = step.ops();
    if (ops.stream().filter(Op.Linear.class::isInstance).count() != 1) {
      return Optional.empty();
    }
    Optional<Op.ActivationGradient> activation =
        ops.get(3) instanceof Op.ActivationGradient gradient
            ? Optional.of(gradient)
            : Optional.empty();
    int parameter = activation.isPresent() ? 4 : 3;
    return Optional.of(
        new SingleLayer(
            (Op.LoadBatch) ops.get(0),
            (Op.Linear) ops.get(1),
            (Op.LossAndGradient) ops.get(2),
            activation,
            (Op.ParameterGradient) ops.get(parameter),
            ops.subList(parameter + 1, ops.size())));
  }

  /** From the batch to the gradient, in the program's order. */
  public List<Op> ops() {
    List<Op> ops = new ArrayList<>(List.of(linear, loss));
    activation.ifPresent(ops::add);
    ops.add(parameter);
    return ops;
  }

  /** Weights and biases. */
  public int parameterCount() {
    int weights = linear.weight().rows() * linear.weight().columns();
    return weights + linear.bias().map(Tensor::columns).orElse(0);
  }
}
