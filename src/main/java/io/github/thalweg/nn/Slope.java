package io.github.thalweg.nn;

/**
 * The derivative φ′ of an activation at every element, by which a gradient is multiplied in the
 * backward pass.
 *
 * @param saved the tensor for φ′: y = φ(z), or z if y is not enough
 */
public record Slope(Activation activation, Tensor saved) {
  @Override
  public String toString() {
    return activation.key() + "′(" + saved.name() + ")";
  }
}
