package io.github.thalweg.program;

import io.github.thalweg.nn.Activation;
import io.github.thalweg.nn.Op;
import io.github.thalweg.nn.Role;
import io.github.thalweg.nn.Slope;
import io.github.thalweg.nn.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A step of only dense layers, one after the other, each with at most one activation: a loop over
 * the layers can take such a step.
 *
 * @param layers first to last
 */
public record DenseChain(List<Layer> layers) {
  public DenseChain {
    layers = List.copyOf(layers);
  }

  /**
   * A layer.
   *
   * @param forward its product, with the operations after it
   * @param backward its gradient by its parameters, which reads ∂C/∂z
   */
  public record Layer(Op.Linear forward, Op.ParameterGradient backward) {
    /** The tensor that gives the derivative of its activation. */
    public Tensor saved() {
      return forward.preActivation().orElse(forward.output());
    }
  }

  /**
   * The step as such a chain, if it is one: according to the tensors that its operations read and
   * write.
   */
  public static Optional<DenseChain> of(Phase step) {
    List<Op> rest = new ArrayList<>(step.ops());
    List<Layer> layers = new ArrayList<>();
    Optional<Op.Linear> next =
        step.all(Op.Linear.class).filter(op -> op.input().role() == Role.INPUT).findFirst();
    while (next.isPresent()) {
      Op.Linear linear = next.get();
      Optional<Op.ParameterGradient> backward =
          step.all(Op.ParameterGradient.class)
              .filter(op -> op.input().equals(linear.input()))
              .findFirst();
      if (backward.isEmpty()) {
        return Optional.empty();
      }
      layers.add(new Layer(linear, backward.get()));
      rest.removeAll(List.of(linear, backward.get()));
      next = step.all(Op.Linear.class).filter(op -> op.input().equals(linear.output())).findFirst();
    }
    if (layers.isEmpty()) {
      return Optional.empty();
    }
    DenseChain chain = new DenseChain(layers);
    rest.removeIf(chain::explains);
    return rest.isEmpty() ? Optional.of(chain) : Optional.empty();
  }

  /** Whether an operation that belongs to no layer fits a chain. */
  private boolean explains(Op op) {
    return switch (op) {
      case StepOp.LossAndGradient loss ->
          loss.output().equals(layers.getLast().forward().output())
              && loss.gradient().equals(layers.getLast().backward().outputGradient())
              && fits(loss.slope(), layers.getLast());
      case Op.InputGradient input -> explains(input);
      case StepOp.LoadBatch _, StepOp.ClipGradient _, StepOp.Update _ -> true;
      default -> false;
    };
  }

  private boolean explains(Op.InputGradient input) {
    for (int i = 1; i < layers.size(); i++) {
      Layer layer = layers.get(i);
      Layer below = layers.get(i - 1);
      if (input.outputGradient().equals(layer.backward().outputGradient())) {
        return input.weight().equals(layer.forward().weight())
            && input.inputGradient().equals(below.backward().outputGradient())
            && fits(input.slope(), below);
      }
    }
    return false;
  }

  /** Whether a gradient goes back through the activation of a layer, if it has one. */
  private static boolean fits(Optional<Slope> slope, Layer layer) {
    Optional<Activation> activation = layer.forward().activation();
    return slope.equals(activation.map(phi -> new Slope(phi, layer.saved())));
  }
}
