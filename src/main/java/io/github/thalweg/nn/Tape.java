package io.github.thalweg.nn;

import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Records the operations of layers. The backward pass is recorded after the forward pass, from the
 * last layer to the first, so a layer adds a rule for it.
 */
public interface Tape {
  /** Whether there will be a backward pass. */
  boolean training();

  /** Adds an operation at the end. */
  void emit(Op op);

  /** A tensor for an output of the layer. */
  Tensor activation(Shape shape);

  /**
   * A parameter of the layer.
   *
   * @param name as in {@link Layer#parameters}
   */
  Tensor parameter(String name);

  /** The tensor for the derivative of the loss with respect to a parameter. */
  Tensor gradientOf(Tensor parameter);

  /**
   * Adds a rule for the backward pass.
   *
   * @param y the layer's output
   * @param rule receives ∂C/∂y, and emits the operations
   */
  void onBackward(Tensor y, Consumer<Tensor> rule);

  /**
   * Passes the derivative of the loss on to a layer's input; only within a rule. If x has several
   * readers, their derivatives are added up. Nothing happens if no derivative is needed.
   *
   * @param op receives a tensor of x's shape, and makes the operation that writes to it
   */
  void flow(Tensor x, Function<Tensor, Op> op);

  /**
   * The same with a derivative that exists already.
   *
   * @param dx of x's shape
   */
  void flow(Tensor x, Tensor dx);
}
