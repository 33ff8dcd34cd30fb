package io.github.thalweg.data;

import java.util.Optional;

/**
 * A data set divided into the rows that are learned from and the rows that are only measured on.
 *
 * @param test empty when all rows train
 */
public record Parts(Dataset train, Optional<Dataset> test) {
  public Parts(Dataset train, Dataset test) {
    this(train, Optional.of(test));
  }

  /** All rows train. */
  public static Parts undivided(Dataset dataset) {
    return new Parts(dataset, Optional.empty());
  }
}
