package io.github.thalweg.report;

import io.github.thalweg.data.Standardization;
import java.util.Optional;

/** Features before standardization, in their original units. */
final class OriginalUnits {
  private OriginalUnits() {}

  /**
   * @param column of the feature, from 0
   * @param value in the model's units
   */
  static double value(Optional<Standardization> standardization, int column, double value) {
    return standardization.map(s -> s.original(column, value)).orElse(value);
  }
}
