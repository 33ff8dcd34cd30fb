package io.github.thalweg.data;

import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A data set divided into the rows for training and the rows for measurement.
 *
 * @param test empty when all rows train
 */
public record TrainAndTest(Dataset train, Optional<Dataset> test) {
  public TrainAndTest(Dataset train, Dataset test) {
    this(train, Optional.of(test));
  }

  /** Both parts after the same change. */
  public TrainAndTest map(UnaryOperator<Dataset> change) {
    return new TrainAndTest(change.apply(train), test.map(change));
  }

  /** The same rows; float64 is dropped if float32 holds the same numbers. */
  public TrainAndTest compact() {
    return map(Dataset::compact);
  }

  /** All rows train. */
  public static TrainAndTest undivided(Dataset dataset) {
    return new TrainAndTest(dataset, Optional.empty());
  }
}
