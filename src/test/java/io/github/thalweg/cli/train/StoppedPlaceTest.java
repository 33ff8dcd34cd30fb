package io.github.thalweg.cli.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.thalweg.data.Batches;
import org.junit.jupiter.api.Test;
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

  @Test
  void largeNumbersHaveTheirThousandsApart() {
    Batches batches = new Batches(12_345, 7, true, 0);
    long epoch = batches.stepsPerEpoch();

    assertThat(TrainingRun.place(batches, 6000 * epoch, 20_000))
        .isEqualTo("after epoch 6,000 of 20,000");
    assertThat(TrainingRun.place(batches, epoch + 1234, 20_000))
        .isEqualTo("in epoch 2 of 20,000 after step 1,234 of 1,764");
  }
}
