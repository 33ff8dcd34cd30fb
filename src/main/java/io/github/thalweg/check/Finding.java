package io.github.thalweg.check;

/**
 * The worst element of a tensor, relative to its tolerance.
 *
 * @param device id of the device that was checked
 * @param op the operation that computed the tensor
 * @param tensor its name
 * @param shape its shape, such as {@code 64x10}
 * @param error |a − r| at that element, a being the device's value and r the expected one
 * @param allowed the tolerance of |a − r| there
 * @param note the place, and what was left out, in words
 */
public record Finding(
    String device,
    String op,
    String tensor,
    String shape,
    double error,
    double allowed,
    String note) {

  /** Whether the error is within its tolerance; an error that is not a number never is. */
  public boolean within() {
    return error <= allowed;
  }

  /** The error divided by the tolerance; infinite if it is not a number. */
  double severity() {
    if (Double.isNaN(error)) {
      return Double.POSITIVE_INFINITY;
    }
    return error == 0 ? 0 : error / allowed;
  }

  /** The worse of two findings about the same tensor. */
  Finding orWorse(Finding other) {
    return other.severity() > severity() ? other : this;
  }

  /**
   * The worst element of a tensor.
   *
   * @param actual the device's elements
   * @param expected the correct ones, as many
   * @param allowed the tolerance of each, as many
   */
  static Finding worst(
      String device,
      String op,
      String tensor,
      String shape,
      double[] actual,
      double[] expected,
      double[] allowed,
      String note) {
    if (actual.length != expected.length) {
      throw new IllegalArgumentException(
          tensor + " has " + actual.length + " elements; " + expected.length + " were expected.");
    }
    Finding worst = new Finding(device, op, tensor, shape, 0, allowed[0], note);
    for (int i = 0; i < actual.length; i++) {
      double error = actual[i] == expected[i] ? 0 : Math.abs(actual[i] - expected[i]);
      worst =
          worst.orWorse(
              new Finding(device, op, tensor, shape, error, allowed[i], note + ", element " + i));
    }
    return worst;
  }
}
