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
  /**
   * The step as one of a single layer, if it is that: by what its operations read and write,
   * wherever they stand.
   */
  public static Optional<SingleLayer> of(Phase step) {
    Op.LoadBatch load = step.only(Op.LoadBatch.class);
    Op.LossAndGradient loss = step.only(Op.LossAndGradient.class);
    Optional<Op.Linear> linear =
        step.first(Op.Linear.class)
            .filter(op -> op.input().equals(load.input()) && op.output().equals(loss.output()));
    Optional<Op.ParameterGradient> parameter =
        step.first(Op.ParameterGradient.class)
            .filter(op ->
                op.input().equals(load.input()) && op.outputGradient().equals(loss.gradient()));
    if (linear.isEmpty() || parameter.isEmpty()) {
      return Optional.empty();
    }
    Optional<Op.ActivationGradient> activation =
        step.first(Op.ActivationGradient.class).filter(op -> op.gradient().equals(loss.gradient()));
    List<Op> rest = new ArrayList<>(step.ops());
    rest.removeAll(List.of(load, linear.get(), loss, parameter.get()));
    activation.ifPresent(rest::remove);
    SingleLayer layer =
        new SingleLayer(load, linear.get(), loss, activation, parameter.get(), rest);
    // Whatever else reads the batch or what the layer makes of it, has to find it in memory.
    return rest.stream().anyMatch(layer::feeds) ? Optional.empty() : Optional.of(layer);
  }

  private boolean feeds(Op op) {
    return op.reads().stream()
        .anyMatch(tensor ->
            tensor.equals(load.input())
                || tensor.equals(load.target())
                || tensor.equals(linear.output())
                || tensor.equals(loss.gradient()));
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
