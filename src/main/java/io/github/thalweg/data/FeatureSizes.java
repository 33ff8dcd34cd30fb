package io.github.thalweg.data;

import java.util.ArrayList;
import java.util.List;

/**
 * How large the numbers of a feature are as a model sees them, beside how much they differ: one
 * learning rate serves all weights, so that a feature which is a hundred times as large as another
 * differs drowns that one. Of large data, rows that are evenly spread are looked at.
 *
 * @param column its index
 * @param size root mean square
 * @param mean of its numbers
 * @param deviation population standard deviation, above 0: features that never vary are left out
 * @param varied whether enough rows differ from the commonest number, so that the deviation says
 *     how much they differ: not where a pixel is nearly always blank
 */
public record FeatureSizes(int column, double size, double mean, double deviation, boolean varied) {
  private static final int MOST_ROWS = 5_000;

  /** A number that this share of the rows has leaves the others too few to tell. */
  private static final double NEARLY_ALL = 0.9;

  /** Of each feature that varies. */
  public static List<FeatureSizes> of(Dataset data) {
    List<FeatureSizes> sizes = new ArrayList<>();
    int stride = Math.ceilDiv(data.rows(), MOST_ROWS);
    double[] values = new double[Math.ceilDiv(data.rows(), stride)];
    for (int column = 0; column < data.columns(); column++) {
      for (int i = 0; i < values.length; i++) {
        values[i] = data.feature(i * stride, column);
      }
      FeatureSizes of = of(column, values);
      if (of.deviation > 0) {
        sizes.add(of);
      }
    }
    return sizes;
  }

  private static FeatureSizes of(int column, double[] values) {
    double mean = 0;
    double squares = 0;
    for (double value : values) {
      mean += value / values.length;
      squares += value * value / values.length;
    }
    double variance = 0;
    double first = values[0];
    boolean constant = true;
    for (double value : values) {
      variance += (value - mean) * (value - mean) / values.length;
      constant &= value == first;
    }
    return new FeatureSizes(
        column,
        Math.sqrt(squares),
        mean,
        constant ? 0 : Math.sqrt(variance),
        countOfCommonest(values) <= NEARLY_ALL * values.length);
  }

  /** How often a number occurs that more than half of them are; of others, less than half. */
  private static int countOfCommonest(double[] values) {
    double candidate = values[0];
    int lead = 0;
    for (double value : values) {
      candidate = lead == 0 ? value : candidate;
      lead += value == candidate ? 1 : -1;
    }
    int count = 0;
    for (double value : values) {
      count += value == candidate ? 1 : 0;
    }
    return count;
  }
}
