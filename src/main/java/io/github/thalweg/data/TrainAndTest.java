package io.github.thalweg.data;

import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A data set divided into the rows that are learned from and the rows that are only measured on.
 *
 * @param test empty when all rows train
 */
public record TrainAndTest(Dataset train, Optional<Dataset> test) {
  public TrainAndTest(Dataset train, Dataset test) {
    this(train, Optional.of(test));
  }

  /** Both parts after the same was done to each. */
  public TrainAndTest map(UnaryOperator<Dataset> change) {
    return new TrainAndTest(change.apply(train), test.map(change));
  }

  /** The same rows; float64 is let go where float32 holds the same numbers. */
  public TrainAndTest compact() {
    return map(Dataset::compact);
  }

  /** All rows train. */
  public static TrainAndTest undivided(Dataset dataset) {
    return new TrainAndTest(dataset, Optional.empty());
  }
}
