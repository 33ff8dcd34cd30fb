package io.github.thalweg.program;

import io.github.thalweg.nn.Op;
import io.github.thalweg.nn.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The ops between the batch and the gradient in a step of a model with one layer (linear, logistic
 * and softmax regression). Only the layer reads the batch, so an engine may run them row by row and
 * read every row once.
 *
 * @param rest the operations after the gradient: clipping, if any, and the update
 */
public record SingleLayer(
    StepOp.LoadBatch load,
    Op.Linear linear,
    StepOp.LossAndGradient loss,
    Op.ParameterGradient parameter,
    List<Op> rest) {
  /**
   * The step as one of a single layer, if it is one: according to the tensors that its operations
   * read and write.
   */
  public static Optional<SingleLayer> of(Phase step) {
    StepOp.LoadBatch load = step.only(StepOp.LoadBatch.class);
    StepOp.LossAndGradient loss = step.only(StepOp.LossAndGradient.class);
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
    List<Op> rest = new ArrayList<>(step.ops());
    rest.removeAll(List.of(load, linear.get(), loss, parameter.get()));
    SingleLayer layer = new SingleLayer(load, linear.get(), loss, parameter.get(), rest);
    // Any other reader of the batch or of the layer's results needs them in memory.
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
    return List.of(load, linear, loss, parameter);
  }

  /** Weights and biases. */
  public int parameterCount() {
    return Math.toIntExact(linear.weight().size() + linear.bias().map(Tensor::size).orElse(0L));
  }
}
