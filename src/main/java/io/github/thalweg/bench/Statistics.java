package io.github.thalweg.bench;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Statistics of a few samples, in their own unit.
 *
 * @param median the middle one; the mean of the two in the middle if their number is even
 * @param p95 the least sample that at least 95 % of them do not exceed (nearest rank): the greatest
 *     if there are fewer than twenty
 * @param standardDeviation of the samples about their mean, with n − 1; 0 for a single one
 */
public record Statistics(
    double median, double p95, double minimum, double maximum, double standardDeviation) {

  /**
   * @param samples in any order; at least one
   */
  public static Statistics of(double[] samples) {
    double[] sorted = samples.clone();
    Arrays.sort(sorted);
    int n = sorted.length;
    double mean = Arrays.stream(sorted).average().orElseThrow();
    double squares = Arrays.stream(sorted).map(x -> (x - mean) * (x - mean)).sum();
    return new Statistics(
        median(sorted),
        sorted[Math.ceilDiv(95 * n, 100) - 1],
        sorted[0],
        sorted[n - 1],
        n > 1 ? Math.sqrt(squares / (n - 1)) : 0);
  }

  /** The median of sorted samples. */
  static double median(double[] sorted) {
    int half = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
  }

  /**
   * The keys and values of a record of figures.
   *
   * @param what quantity and unit, such as {@code step_us}
   */
  Map<String, Object> toMap(String what) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("median_" + what, median);
    map.put("p95_" + what, p95);
    map.put("min_" + what, minimum);
    map.put("max_" + what, maximum);
    map.put("sd_" + what, standardDeviation);
    return map;
  }
}
