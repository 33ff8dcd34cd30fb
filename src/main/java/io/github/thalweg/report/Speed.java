package io.github.thalweg.report;

import io.github.thalweg.timing.SteadyTimes;
import io.github.thalweg.timing.Unrest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The steady speed of a run, from its last epochs. */
final class Speed {
  /** Seconds of training to use, and the least number of their epochs. */
  private static final double SECONDS = 0.3;

  private final SteadyTimes secondsPerRow;
  private final List<Double> epochSeconds = new ArrayList<>();

  Speed() {
    this(new SteadyTimes(0, false));
  }

  /** With another clock. */
  Speed(SteadyTimes secondsPerRow) {
    this.secondsPerRow = secondsPerRow;
    secondsPerRow.begin();
  }

  /**
   * Another epoch is over.
   *
   * @param seconds of its steps
   */
  void epoch(double seconds, double samplesPerSecond) {
    epochSeconds.add(seconds);
    secondsPerRow.add(1 / samplesPerSecond);
  }

  /** {@code samples_per_second}, or {@code no_speed} with the reason why there is none. */
  Map<String, Object> toMap() {
    int judged = judged();
    if (judged > epochSeconds.size()) {
      return Map.of("no_speed", "it was too short for a steady speed");
    }
    return secondsPerRow
        .unrest(judged)
        .<Map<String, Object>>map(unrest -> Map.of("no_speed", unrest.words()))
        .orElseGet(() -> Map.of("samples_per_second", 1 / median(secondsPerRow.latest(judged))));
  }

  /** Epochs from the last one backwards that together take long enough. */
  private int judged() {
    double seconds = 0;
    int count = 0;
    while (count < epochSeconds.size() && (seconds < SECONDS || count < Unrest.FEWEST)) {
      count++;
      seconds += epochSeconds.get(epochSeconds.size() - count);
    }
    return seconds < SECONDS ? Integer.MAX_VALUE : Math.max(count, Unrest.FEWEST);
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int half = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
  }
}
