package io.github.thalweg.timing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** With a clock that these tests set. */
class PaceTest {
  private double now;
  private double compiled;
  private final Pace pace =
      new Pace(0, new SteadyTimes(0, false, () -> compiled, () -> now), () -> now);

  @Test
  void nothingIsToldBeforeTheSpeedHasSettled() {
    long done = 0;
    for (int second = 1; second <= 9; second++) {
      now = second;
      compiled = second; // One core of them, while every step takes very long.
      done += 1;
      assertThat(pace.at(done)).isEmpty();
    }
    for (int second = 10; second <= 40; second++) {
      now = second;
      done += 200;
      if (second < 15) {
        assertThat(pace.at(done)).isEmpty();
      } else if (second >= 16) {
        assertThat(pace.at(done)).hasValueCloseTo(200.0, within(1e-9));
      } else {
        pace.at(done);
      }
    }
  }

  @Test
  void itIsToldOnWhateverComesLater() {
    for (int second = 1; second <= 20; second++) {
      now = second;
      pace.at(10L * second);
    }
    for (int second = 21; second <= 40; second++) {
      now = second;
      assertThat(pace.at(200 + second)).isPresent();
    }
    assertThat(pace.at(240)).hasValueCloseTo(1.0, within(1e-9));
  }

  @Test
  void looksThatFollowQuicklyCountAsOne() {
    for (int look = 1; look <= 29; look++) {
      now = 0.1 * look;
      assertThat(pace.at(look)).isEmpty();
    }
  }
}
