package io.github.thalweg.timing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whether times have a trend, on sequences that are written down here. */
class UnrestTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "131667 73843 25087", // What once stood for 210 µs.
        "131667 73843 25087 9100 3300 1200",
        "100 99 96 91 84 75",
        "118 116 113 112 109 108 106 104 103 101",
        "120 100 110 90 95 80 85 70 75 60",
        "100 100 100 100 100 100 100 100 20 20",
        "100 103 98 101 20 21",
        "100 97 40 41 42 39 38 41 40 39",
        "100 102 98 101 99 20", // The last may be the first of the quick ones.
        "260 100 102 98 101 99 97 100 103 98"
      })
  void timesThatFallAreToldFromSteadyOnes(String times) {
    assertThat(Unrest.trend(parsed(times))).contains(Unrest.FALLING);
    double[] reversed = parsed(times);
    for (int i = 0; i < reversed.length / 2; i++) {
      double other = reversed[reversed.length - 1 - i];
      reversed[reversed.length - 1 - i] = reversed[i];
      reversed[i] = other;
    }
    assertThat(Unrest.trend(reversed)).contains(Unrest.RISING);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "100",
        "100 100 100 100 100 100",
        "101 100 99 98 97 96", // All one way, and together not worth a word.
        "100 140 90 120 130 95",
        "97 103 130 99 88 112 101 125 94 106",
        "100 101 99 900 100 102", // Somebody else's work.
        "100 101 20 99 100 102",
        "180 100 101 99 98 102",
        "100 101 99 98 102 180",
        "100 30 100 30 100 30 100 30 100 30",
        "7 7 7 7 7 7.5 7 7 7 7"
      })
  void noiseAndASingleTimeOutOfLineAreNoTrend(String times) {
    assertThat(Unrest.trend(parsed(times))).isEmpty();
  }

  /** With the seeds of this test; by chance alone, noise looks like a trend now and then. */
  @Test
  void mostNoiseIsSteadyHoweverLargeItIs() {
    SplittableRandom random = new SplittableRandom(3);
    for (double noise : new double[] {0.05, 0.2, 0.5}) {
      for (int count : new int[] {6, 10}) {
        long steady =
            IntStream.range(0, 1000)
                .filter(_ -> Unrest.trend(random.doubles(count, 1, 1 + noise).toArray()).isEmpty())
                .count();
        assertThat(steady).isGreaterThan(750);
      }
    }
  }

  private static double[] parsed(String times) {
    return Arrays.stream(times.split(" ", -1)).mapToDouble(Double::parseDouble).toArray();
  }
}
