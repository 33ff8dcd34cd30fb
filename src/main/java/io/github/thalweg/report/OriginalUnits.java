package io.github.thalweg.report;

import io.github.thalweg.data.Standardization;
import java.util.Optional;

/** Features as they were before standardization, in the units that people know them in. */
final class OriginalUnits {
  private OriginalUnits() {}

  /**
   * @param column of the feature, from 0
   * @param value as the model sees it
   */
  static double value(Optional<Standardization> standardization, int column, double value) {
    return standardization.map(s -> s.original(column, value)).orElse(value);
  }
}
