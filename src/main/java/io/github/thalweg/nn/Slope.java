package io.github.thalweg.nn;

/**
 * The derivative φ′ of an activation at every element, by which a gradient is multiplied on its way
 * back.
 *
 * @param saved what φ′ follows from: y = φ(z), or z where it does not follow from y
 */
public record Slope(Activation activation, Tensor saved) {
  @Override
  public String toString() {
    return activation.key() + "′(" + saved.name() + ")";
  }
}
