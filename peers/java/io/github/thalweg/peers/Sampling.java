package io.github.thalweg.peers;

import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.OptionalDouble;
import java.util.function.IntConsumer;

/**
 * How a step is timed, in the same way as Thalweg times its own steps. In the warm-up, the number
 * of steps is doubled until they take {@code sampleSeconds}. Then samples are taken until the
 * latest samples are steady, and their median is the figure. Without a steady speed there is no
 * figure.
 *
 * @param warmUpSeconds time of the warm-up, which does not count
 * @param samples how many samples count if the steps are fast
 * @param fewestSamples how many samples count if the steps are slow
 * @param totalSeconds more than the fewest samples count only if they fit into this time
 * @param patienceSeconds time after which the samples must be steady
 */
record Sampling(
    double warmUpSeconds,
    int samples,
    int fewestSamples,
    double sampleSeconds,
    double totalSeconds,
    double patienceSeconds) {
  static final Sampling STANDARD = new Sampling(3, 9, 3, 0.3, 8, 60);
  static final Sampling QUICK = new Sampling(2, 3, 3, 0.1, 1, 30);

  /** With fewer times, too many orders look like a trend. */
  private static final int FEWEST_JUDGED = 6;

  static Sampling of(boolean quick) {
    return quick ? QUICK : STANDARD;
  }

  /**
   * @param work runs this many steps
   * @return median over the samples of a step's time, in µs; empty if it is not steady
   */
  OptionalDouble medianStepMicros(IntConsumer work) {
    int steps = 1;
    double seconds = seconds(work, steps);
    double warm = seconds;
    while (warm < warmUpSeconds || seconds < sampleSeconds) {
      if (seconds < sampleSeconds) {
        steps *= 2;
      }
      seconds = seconds(work, steps);
      warm += seconds;
    }
    int count = (int) Math.clamp(totalSeconds / seconds, (double) fewestSamples, (double) samples);
    double[] judged = new double[Math.max(count + 1, FEWEST_JUDGED)];
    double spent = 0;
    for (int taken = 1; taken <= judged.length || spent < patienceSeconds; taken++) {
      System.arraycopy(judged, 1, judged, 0, judged.length - 1);
      double sample = seconds(work, steps);
      spent += sample;
      judged[judged.length - 1] = sample * 1e6 / steps;
      if (taken >= judged.length && isSteady(judged)) {
        return OptionalDouble.of(
            median(Arrays.copyOfRange(judged, judged.length - count, judged.length)));
      }
    }
    return OptionalDouble.empty();
  }

  /**
   * Whether times have no trend, with the same rule as Thalweg. There is a trend if most pairs of
   * times are in the same order and the medians of the two halves differ by more than 5 %. There is
   * also a trend if some times at one end differ from all others by more than 10 % (a single time:
   * by more than a factor of two).
   */
  static boolean isSteady(double... times) {
    int n = times.length;
    double change =
        median(Arrays.copyOfRange(times, n - n / 2, n)) / median(Arrays.copyOf(times, n / 2));
    int order = 0;
    for (int i = 0; i < n; i++) {
      for (int j = i + 1; j < n; j++) {
        order += Double.compare(times[j], times[i]);
      }
    }
    if (4 * Math.abs(order) > n * (n - 1) && (change > 1.05 || change < 1 / 1.05)) {
      return false;
    }
    for (int at = 1; at < n; at++) {
      double factor = at == 1 || at == n - 1 ? 2 : 1.1;
      DoubleSummaryStatistics before = Arrays.stream(times, 0, at).summaryStatistics();
      DoubleSummaryStatistics after = Arrays.stream(times, at, n).summaryStatistics();
      if (before.getMin() > factor * after.getMax() || after.getMin() > factor * before.getMax()) {
        return false;
      }
    }
    return true;
  }

  private static double seconds(IntConsumer work, int steps) {
    long start = System.nanoTime();
    work.accept(steps);
    return (System.nanoTime() - start) / 1e9;
  }

  static double median(double... values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int half = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
  }
}
