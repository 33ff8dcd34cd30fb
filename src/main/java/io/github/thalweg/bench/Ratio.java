package io.github.thalweg.bench;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * The ratio of two times, and its uncertainty: the bootstrap's percentile interval (B. Efron,
 * 1979). It shows how the ratio varies with other samples of the same two runs; it cannot know the
 * variation from run to run. With few samples it is too narrow: of three and three, all three of
 * one are above the other's by pure chance once in twenty times.
 *
 * @param value the new time over the old: above 1 is slower
 * @param low end of the band that holds 95 of 100 resampled ratios
 * @param high the other end
 * @param samples in the shorter list of samples
 */
public record Ratio(double value, double low, double high, int samples) {
  /** On both sides, for a verdict: then all are above the other's by chance once in 252 times. */
  public static final int FEWEST_SAMPLES = 5;

  private static final int RESAMPLES = 2000;
  private static final int SEED = 1;

  /** The ratio of a time to an older one. */
  static Ratio of(Timing before, Timing after) {
    SplittableRandom random = new SplittableRandom(SEED);
    double[] ratios = new double[RESAMPLES];
    for (int i = 0; i < RESAMPLES; i++) {
      ratios[i] =
          after.centre().applyAsDouble(resampled(after.samples(), random))
              / before.centre().applyAsDouble(resampled(before.samples(), random));
    }
    Arrays.sort(ratios);
    int tail = RESAMPLES / 40;
    return new Ratio(
        after.value() / before.value(),
        ratios[tail],
        ratios[RESAMPLES - 1 - tail],
        Math.min(before.samples().length, after.samples().length));
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
    return hasEnoughSamples() && value > 1 + tolerance && low > 1;
  }

  /** Whether the new time is faster by more than the tolerance, and not by chance. */
  boolean isFaster(double tolerance) {
    return hasEnoughSamples() && value < 1 / (1 + tolerance) && high < 1;
  }

  /** Whether the new time is slower by more than the tolerance, which may be chance. */
  boolean mayBeSlower(double tolerance) {
    return !hasEnoughSamples() && value > 1 + tolerance;
  }

  boolean hasEnoughSamples() {
    return samples >= FEWEST_SAMPLES;
  }
}
