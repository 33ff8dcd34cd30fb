package io.github.thalweg.nn;

import io.github.thalweg.InvalidInputException;
import io.github.thalweg.text.Numbers;

/**
 * The loss that training minimizes: the mean over the batch of PyTorch's losses, y being the
 * model's output and t the target.
 */
public sealed interface Loss {
  /** A loss of each output and its own target, a number. */
  sealed interface OfElements extends Loss {}

  /** (y − t)², mean over all elements. */
  record Mse() implements OfElements {}

  /**
   * ½(y − t)² where |y − t| ≤ δ, else δ(|y − t| − ½δ), mean over all elements.
   *
   * @param delta δ > 0; PyTorch's default is 1
   */
  record Huber(double delta) implements OfElements {
    public Huber {
      if (!(delta > 0) || Double.isInfinite(delta)) {
        throw new InvalidInputException(
            "loss.huber.delta must be a positive number; it is " + Numbers.setting(delta) + ".");
      }
    }
  }

  /** −t·log σ(y) − (1 − t)·log(1 − σ(y)) for targets 0 … 1, mean over all elements. */
  record BceWithLogits() implements OfElements {}

  /** −log softmax(y)[t] for a class index t, mean over the rows. */
  record CrossEntropy() implements Loss {}

  /** Whether the target is one class index a row instead of a value for each output. */
  default boolean classIndices() {
    return this instanceof CrossEntropy;
  }

  /** Whether the outputs are scores of classes, so they can be right or wrong. */
  default boolean classifies() {
    return this instanceof CrossEntropy || this instanceof BceWithLogits;
  }

  /** What the target's elements are. */
  default Kind targetKind() {
    return classIndices() ? Kind.INT32 : Kind.FLOAT32;
  }

  /** Target columns for this many outputs. */
  default int targetColumns(int outputs) {
    return classIndices() ? 1 : outputs;
  }

  /** Operations for each output, of the loss and its derivative as they are usually written. */
  default int flop() {
    return switch (this) {
      case Mse _ -> 4; // y − t, squared, added, scaled
      case Huber _ -> 6; // |y − t| compared, one of two branches, added, scaled
      case BceWithLogits _ -> 8; // two exponentials, a logarithm, and what joins them
      case CrossEntropy _ -> 6; // maximum, difference, exponential, sum, quotient, scale
    };
  }

  /** The name in run files. */
  default String key() {
    return switch (this) {
      case Mse _ -> "mse";
      case Huber _ -> "huber";
      case BceWithLogits _ -> "bce_with_logits";
      case CrossEntropy _ -> "cross_entropy";
    };
  }
}
