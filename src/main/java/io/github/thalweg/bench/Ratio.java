package io.github.thalweg.bench;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;

/**
 * How a time compares with another one, and how sure that is: the bootstrap's percentile interval
 * (B. Efron, 1979). It says how far the ratio would have strayed with other samples of the same two
 * runs; what differs from run to run, it cannot know.
 *
 * @param value the new time over the old: above 1 is slower
 * @param low end of the band that holds 95 of 100 resampled ratios
 * @param high the other end
 */
public record Ratio(double value, double low, double high) {
  private static final int RESAMPLES = 2000;
  private static final int SEED = 1;

  /**
   * @param before samples of the old time, at least one
   * @param after samples of the new time, at least one
   * @param centre what they come to: their median or mean
   */
  static Ratio of(double[] before, double[] after, ToDoubleFunction<double[]> centre) {
    SplittableRandom random = new SplittableRandom(SEED);
    double[] ratios = new double[RESAMPLES];
    for (int i = 0; i < RESAMPLES; i++) {
      ratios[i] =
          centre.applyAsDouble(resampled(after, random))
              / centre.applyAsDouble(resampled(before, random));
    }
    Arrays.sort(ratios);
    int tail = RESAMPLES / 40;
    return new Ratio(
        centre.applyAsDouble(after) / centre.applyAsDouble(before),
        ratios[tail],
        ratios[RESAMPLES - 1 - tail]);
  }

  private static double[] resampled(double[] samples, SplittableRandom random) {
    double[] drawn = new double[samples.length];
    Arrays.setAll(drawn, _ -> samples[random.nextInt(samples.length)]);
    return drawn;
  }

  /**
   * Whether the new time is slower by more than the tolerance, and not by chance.
   *
   * @param tolerance 0.1 for 10 %
   */
  boolean isSlower(double tolerance) {
    return value > 1 + tolerance && low > 1;
  }

  /** Whether the new time is quicker by more than the tolerance, and not by chance. */
  boolean isFaster(double tolerance) {
    return value < 1 / (1 + tolerance) && high < 1;
  }
}
