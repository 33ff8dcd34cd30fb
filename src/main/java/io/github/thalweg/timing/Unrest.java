package io.github.thalweg.timing;

import java.util.Arrays;
import java.util.Optional;

/** Why the latest times of a piece of work do not represent later ones. */
public enum Unrest {
  /** The JVM has spent time on compiling meanwhile. */
  COMPILING("the JVM was still compiling"),
  /** Later times are shorter. */
  FALLING("it still became faster"),
  /** Later times are longer. */
  RISING("it became slower and slower");

  /**
   * The least number of times for a decision: with fewer, every order of three times looks like a
   * trend.
   */
  public static final int FEWEST = 6;

  /** The allowed distance of some times at one end from the others, relative. */
  private static final double TOLERANCE = 0.1;

  /** The same for the medians of the halves, which differ half as much as the ends. */
  private static final double TOLERANCE_OF_HALVES = TOLERANCE / 2;

  /** The factor by which a single time at one end must differ: other programs can double a time. */
  private static final double APART = 2;

  /**
   * Kendall's τ of times and their order (M. Kendall, 1938) above which they have a trend: one in
   * seven random orders of six times reaches it, and one in twenty of ten.
   */
  private static final double ONE_WAY = 0.5;

  private final String words;

  Unrest(String words) {
    this.words = words;
  }

  /** Part of a sentence. */
  public String words() {
    return words;
  }

  /**
   * Whether times have a trend: most pairs of them are in the same order and the halves' medians
   * differ, or some at one end differ from all others, as after a step. Noise has no trend, and a
   * single outlier has none. A trend by chance is rare, and disappears with the next times.
   *
   * @param times in their order, in any unit; above 0
   * @return {@link #FALLING}, {@link #RISING}, or nothing; also nothing for fewer than two
   */
  static Optional<Unrest> trend(double... times) {
    int n = times.length;
    if (n < 2) {
      return Optional.empty();
    }
    double change = median(times, n - n / 2, n) / median(times, 0, n / 2);
    double tau = tau(times);
    if (Math.abs(tau) > ONE_WAY && isApart(change, 1 + TOLERANCE_OF_HALVES)) {
      return Optional.of(tau < 0 ? FALLING : RISING);
    }
    for (int at = 1; at < n; at++) {
      double factor = at == 1 || at == n - 1 ? APART : 1 + TOLERANCE;
      if (least(times, 0, at) > factor * most(times, at, n)) {
        return Optional.of(FALLING);
      }
      if (factor * most(times, 0, at) < least(times, at, n)) {
        return Optional.of(RISING);
      }
    }
    return Optional.empty();
  }

  private static boolean isApart(double ratio, double factor) {
    return ratio > factor || ratio < 1 / factor;
  }

  private static double tau(double[] times) {
    int sum = 0;
    for (int i = 0; i < times.length; i++) {
      for (int j = i + 1; j < times.length; j++) {
        sum += Double.compare(times[j], times[i]);
      }
    }
    return sum / (times.length * (times.length - 1) / 2.0);
  }

  private static double median(double[] times, int from, int to) {
    double[] sorted = Arrays.copyOfRange(times, from, to);
    Arrays.sort(sorted);
    int half = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
  }

  private static double least(double[] times, int from, int to) {
    return Arrays.stream(times, from, to).min().orElseThrow();
  }

  private static double most(double[] times, int from, int to) {
    return Arrays.stream(times, from, to).max().orElseThrow();
  }
}
