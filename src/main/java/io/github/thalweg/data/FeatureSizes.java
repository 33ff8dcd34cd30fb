package io.github.thalweg.data;

import java.util.ArrayList;
import java.util.List;

/**
 * The size of a feature's numbers for a model, and their variation. One learning rate serves all
 * weights, so a feature that is a hundred times larger than the variation of another one hides it.
 * For large data, evenly spread rows are read.
 *
 * @param column its index
 * @param size root mean square
 * @param mean of its numbers
 * @param deviation population standard deviation, above 0: features that never vary are left out
 * @param varied whether enough rows differ from the most frequent number, so that the deviation is
 *     meaningful; false for a pixel that is nearly always blank
 */
public record FeatureSizes(int column, double size, double mean, double deviation, boolean varied) {
  private static final int MOST_ROWS = 5_000;

  /** If a number has this share of the rows, the other rows are too few. */
  private static final double NEARLY_ALL = 0.9;

  /** The sizes of all features that vary. */
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

  /**
   * The count of the number that fills more than half of the rows; less than half if there is none.
   */
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
