package io.github.thalweg.check;

/**
 * The element of a tensor that came nearest to its tolerance, or went furthest beyond it.
 *
 * @param device id of the device that was checked
 * @param op what computed the tensor
 * @param tensor its name
 * @param shape its shape, such as {@code 64x10}
 * @param error |a − r| at that element, a being the device's value and r the one it was held
 *     against
 * @param allowed the most that |a − r| may be there
 * @param note where that was, and what was left out, in words
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

  /** The error in units of what is allowed; infinite where it is not a number. */
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
   * @param expected the right ones, as many
   * @param allowed what each may be off by, as many
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
