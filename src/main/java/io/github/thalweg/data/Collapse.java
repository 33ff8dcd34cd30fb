package io.github.thalweg.data;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A column of float64 numbers that are too close for float32, such as times in seconds since 1970,
 * which are 128 s apart there.
 *
 * @param column its index
 * @param distinct how many different numbers it has
 * @param left how many of them are left in float32
 */
public record Collapse(int column, long distinct, long left) {
  /** Roundings below this share of a column's deviation do no harm. */
  private static final double HARMLESS = 1e-6;

  /** Above this share, any equal pair of numbers does harm. */
  private static final double HARMFUL = 1e-4;

  /** In between, this share of the numbers must become equal. */
  private static final double SHARE = 0.1;

  /** The feature columns with this problem. */
  public static List<Collapse> ofFeatures(Dataset data) {
    return of(data.featureValues(), data.columns());
  }

  /** The target columns with this problem. */
  public static List<Collapse> ofTargets(Dataset data) {
    return of(data.targetValues(), data.targetColumns());
  }

  private static List<Collapse> of(Values values, int columns) {
    List<Collapse> found = new ArrayList<>();
    if (!values.isFloat64()) {
      return found;
    }
    double[] share = roundingOfDeviation(values, columns);
    for (int column = 0; column < columns; column++) {
      if (share[column] > HARMLESS) {
        Collapse collapse = count(values, column, columns);
        long lost = collapse.distinct - collapse.left;
        if (lost > 0 && (share[column] > HARMFUL || lost >= SHARE * collapse.distinct)) {
          found.add(collapse);
        }
      }
    }
    return found;
  }

  /** The average change of a column by rounding, as a share of its mean absolute deviation. */
  private static double[] roundingOfDeviation(Values values, int columns) {
    FloatBuffer rounded = values.rounded();
    int rows = values.size() / columns;
    double[] mean = new double[columns];
    for (int i = 0; i < values.size(); i++) {
      mean[i % columns] += values.get(i) / rows;
    }
    double[] rounding = new double[columns];
    double[] deviation = new double[columns];
    for (int i = 0; i < values.size(); i++) {
      double value = values.get(i);
      rounding[i % columns] += Math.abs(rounded.get(i) - value) / rows;
      deviation[i % columns] += Math.abs(value - mean[i % columns]) / rows;
    }
    return IntStream.range(0, columns)
        .mapToDouble(column -> rounding[column] / deviation[column])
        .toArray();
  }

  private static Collapse count(Values values, int column, int columns) {
    double[] sorted =
        IntStream.range(0, values.size() / columns)
            .mapToDouble(row -> values.get(row * columns + column))
            .sorted()
            .toArray();
    long distinct = 0;
    long left = 0;
    for (int i = 0; i < sorted.length; i++) {
      distinct += i == 0 || sorted[i] != sorted[i - 1] ? 1 : 0;
      left += i == 0 || (float) sorted[i] != (float) sorted[i - 1] ? 1 : 0;
    }
    return new Collapse(column, distinct, left);
  }
}
