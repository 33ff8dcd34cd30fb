package io.github.thalweg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CounterRandomTest {
  private static final int DRAWS = 100_000;

  /**
   * From SplitMix64 written anew in Python, which gives its published first output e220a8397b1dcdaf
   * for seed 0.
   */
  @ParameterizedTest
  @CsvSource({
    "0, 0, 0, 568a9b0b1a2c05ec",
    "0, 0, 1, 44e5b8b147ef718b",
    "0, 1, 0, 238275bc38fcbe91",
    "1, 0, 0, 6ec85f1f8547bc0c",
    "-7, 4294967299, 1025, b521d354b786a3f9"
  })
  void bitsAreSplitMix64OfSeedStreamAndIndex(long seed, long stream, long index, String expected) {
    assertThat(Long.toHexString(new CounterRandom(seed, stream).bits(index))).isEqualTo(expected);
  }

  @Test
  void valuesDoNotDependOnTheOrderInWhichTheyAreDrawn() {
    CounterRandom forwards = new CounterRandom(3, 7);
    CounterRandom backwards = new CounterRandom(3, 7);
    float[] uniform = new float[207];
    double[] gaussian = new double[207];
    for (int i = 206; i >= 0; i--) {
      uniform[i] = backwards.uniform(i);
      gaussian[i] = backwards.gaussian(i);
    }

    for (int i = 0; i < 207; i++) {
      assertThat(forwards.uniform(i)).isEqualTo(uniform[i]);
      assertThat(forwards.gaussian(i)).isEqualTo(gaussian[i]);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3, 7, 13, 64, 207, 1025})
  void permutationHoldsEveryIndexOnce(int n) {
    int[] order = new CounterRandom(0, 1).permutation(n);

    assertThat(Arrays.stream(order).sorted().toArray()).isEqualTo(IntStream.range(0, n).toArray());
    assertThat(new CounterRandom(0, 1).permutation(n)).isEqualTo(order);
  }

  @Test
  void everyOrderOfFourIsEquallyLikely() {
    int orders = 24;
    int draws = 1_000 * orders;
    Map<String, Integer> counts = new HashMap<>();
    for (int stream = 0; stream < draws; stream++) {
      counts.merge(Arrays.toString(new CounterRandom(5, stream).permutation(4)), 1, Integer::sum);
    }

    double chiSquared =
        counts.values().stream()
            .mapToDouble(count -> (count - 1_000.0) * (count - 1_000.0) / 1_000)
            .sum();
    assertThat(counts).hasSize(orders);
    // χ² with 23 degrees of freedom: 49.7 is exceeded once in a thousand.
    assertThat(chiSquared).isBetween(5.0, 49.7);
  }

  @Test
  void uniformNumbersHaveTheMomentsOfTheUniformDistribution() {
    CounterRandom random = new CounterRandom(1, 0);
    for (int i = 0; i < DRAWS; i++) {
      assertThat(random.uniform(i)).isGreaterThanOrEqualTo(0f).isLessThan(1f);
    }

    assertThat(mean(random::uniform)).isCloseTo(0.5, within(5 * Math.sqrt(1.0 / 12 / DRAWS)));
    // The square of a centred uniform number has the mean 1/12 and the variance 1/80 − 1/144.
    assertThat(mean(i -> Math.pow(random.uniform(i) - 0.5, 2)))
        .isCloseTo(1.0 / 12, within(5 * Math.sqrt((1.0 / 80 - 1.0 / 144) / DRAWS)));
  }

  /** E[zᵏ] is 0, 1, 0, 3 and Var[zᵏ] is 1, 2, 15, 96 for k = 1 … 4. */
  @ParameterizedTest
  @CsvSource({"1, 0, 1", "2, 1, 2", "3, 0, 15", "4, 3, 96"})
  void gaussianNumbersHaveTheMomentsOfTheNormalDistribution(
      int power, double expected, double variance) {
    CounterRandom random = new CounterRandom(2, 0);

    assertThat(mean(i -> Math.pow(random.gaussian(i), power)))
        .isCloseTo(expected, within(5 * Math.sqrt(variance / DRAWS)));
  }

  @ParameterizedTest
  @CsvSource({"0, 0, 0, 1", "0, 0, 1, 0", "0, 1, 1, 0", "41, 7, 42, 6"})
  void streamsAndSeedsAreUncorrelated(long seed, long stream, long otherSeed, long otherStream) {
    CounterRandom a = new CounterRandom(seed, stream);
    CounterRandom b = new CounterRandom(otherSeed, otherStream);

    double correlation = 12 * mean(i -> (a.uniform(i) - 0.5) * (b.uniform(i) - 0.5));
    double correlationWithNext = 12 * mean(i -> (a.uniform(i) - 0.5) * (a.uniform(i + 1L) - 0.5));
    assertThat(correlation).isCloseTo(0, within(5 / Math.sqrt(DRAWS)));
    assertThat(correlationWithNext).isCloseTo(0, within(5 / Math.sqrt(DRAWS)));
  }

  private static double mean(IntToDoubleFunction value) {
    return IntStream.range(0, DRAWS).mapToDouble(value).sum() / DRAWS;
  }
}
