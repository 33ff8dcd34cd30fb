package io.github.thalweg.peers;

import java.util.Arrays;
import java.util.function.IntConsumer;

/**
 * How a step is timed, the same way as Thalweg times its own: it is warmed up while the number of
 * steps is doubled until they fill {@code sampleSeconds}; one sample more is thrown away; the
 * median of the next ones counts.
 *
 * @param warmUpSeconds nothing counts that is begun before this
 * @param samples how many are kept where steps are quick
 * @param fewestSamples how many are kept however slow they are
 * @param totalSeconds samples beyond the fewest are only taken as far as they fit into this
 */
record Sampling(
    double warmUpSeconds,
    int samples,
    int fewestSamples,
    double sampleSeconds,
    double totalSeconds) {
  static final Sampling STANDARD = new Sampling(3, 9, 3, 0.3, 8);
  static final Sampling QUICK = new Sampling(2, 3, 3, 0.1, 1);

  static Sampling of(boolean quick) {
    return quick ? QUICK : STANDARD;
  }

  /**
   * @param work does this many steps
   * @return median over the samples of a step's time, in µs
   */
  double medianStepMicros(IntConsumer work) {
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
    seconds(work, steps);
    int count = (int) Math.clamp(totalSeconds / seconds, (double) fewestSamples, (double) samples);
    double[] micros = new double[count];
    for (int i = 0; i < count; i++) {
      micros[i] = seconds(work, steps) * 1e6 / steps;
    }
    return median(micros);
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
