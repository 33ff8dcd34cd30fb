package io.github.thalweg.nn;

import java.util.function.Consumer;
import java.util.function.Function;

/**
 * What a layer writes its operations to. The way back is written when the way forward is done, from
 * the last layer to the first, so a layer leaves a rule for it.
 */
public interface Tape {
  /** Whether there will be a way back. */
  boolean training();

  /** Adds an operation behind those that are there. */
  void emit(Op op);

  /** A tensor for what the layer computes. */
  Tensor activation(Shape shape);

  /**
   * A parameter of the layer.
   *
   * @param name as in {@link Layer#parameters}
   */
  Tensor parameter(String name);

  /** Where the derivative of the loss with respect to a parameter belongs. */
  Tensor gradientOf(Tensor parameter);

  /**
   * What is to be done on the way back.
   *
   * @param y what the layer computed
   * @param rule is given ∂C/∂y, and emits what follows from it
   */
  void onBackward(Tensor y, Consumer<Tensor> rule);

  /**
   * Hands the derivative of the loss on to what a layer read; only within a rule. Where x has
   * several readers, what comes from each is added up. Nothing happens where nobody needs it.
   *
   * @param op is given a tensor of x's shape, and makes the operation that writes to it
   */
  void flow(Tensor x, Function<Tensor, Op> op);

  /**
   * The same where the derivative is there already.
   *
   * @param dx of x's shape
   */
  void flow(Tensor x, Tensor dx);
}
