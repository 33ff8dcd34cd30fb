package io.github.thalweg.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.thalweg.timing.SteadyTimes;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The times of these epochs are written down here. */
class SpeedTest {
  private final Speed speed = new Speed(new SteadyTimes(0, false, () -> 0, () -> 0));

  @Test
  void isThatOfTheLastEpochs() {
    epochs(9, 4, 2, 1, 1, 1, 1, 1, 1);

    assertThat(speed.toMap()).containsOnlyKeys("samples_per_second").containsValue(1000.0);
  }

  @Test
  void runThatStillBecomesFasterHasNone() {
    epochs(9, 8, 6, 4, 3, 2, 1);

    assertThat(speed.toMap()).containsOnly(Map.entry("no_speed", "it still became faster"));
  }

  @Test
  void fewOrShortEpochsHaveNone() {
    epochs(1, 1, 1);
    assertThat(speed.toMap()).containsKey("no_speed");
    epochs(0.001, 0.001, 0.001, 0.001, 0.001, 0.001);
    assertThat(new Speed().toMap()).containsValue("it was too short for a steady speed");
  }

  /** Of a thousand rows each. */
  private void epochs(double... seconds) {
    for (double time : seconds) {
      speed.epoch(time, 1000 / time);
    }
  }
}
