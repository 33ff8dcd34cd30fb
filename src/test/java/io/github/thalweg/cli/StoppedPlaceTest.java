package io.github.thalweg.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.thalweg.data.Batches;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where a run was stopped, in words. */
class StoppedPlaceTest {
  @ParameterizedTest
  @CsvSource({
    "0, after epoch 0 of 8",
    "1, in epoch 1 of 8 after step 1 of 6",
    "6, after epoch 1 of 8",
    "41, in epoch 7 of 8 after step 5 of 6",
    "42, after epoch 7 of 8"
  })
  void stepOfARunIsWithinAnEpochOrBetweenTwo(long step, String place) {
    assertThat(TrainingRun.place(new Batches(41, 7, true, 0), step, 8)).isEqualTo(place);
  }
}
