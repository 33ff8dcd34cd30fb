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
 * @param outliers whether only a few numbers far from the others make them too close
 */
public record Collapse(int column, long distinct, long left, boolean outliers) {
  /** Roundings below this share of a column's deviation do no harm. */
  private static final double HARMLESS = 1e-6;

  /** Above this share, any equal pair of numbers does harm. */
  private static final double HARMFUL = 1e-4;

  /** In between, this share of the numbers must become equal. */
  private static final double SHARE = 0.1;

  /** So many rows show whether it is worth sorting all. */
  private static final int SAMPLE = 1000;

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
        Distinct all = Distinct.of(values, column, columns, 1);
        if (all.lost() > 0 && (share[column] > HARMFUL || all.isManyLost())) {
          found.add(new Collapse(column, all.numbers.length, all.left, false));
        }
      } else if (losesMost(values, column, columns)) {
        Distinct all = Distinct.of(values, column, columns, 1);
        if (all.isManyLost() && all.isRoundedBeyondItsMiddle()) {
          found.add(new Collapse(column, all.numbers.length, all.left, true));
        }
      }
    }
    return found;
  }

  private static boolean losesMost(Values values, int column, int columns) {
    int step = Math.max(1, values.size() / columns / SAMPLE);
    return Distinct.of(values, column, columns, step).isManyLost();
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

  /**
   * The different numbers of a column.
   *
   * @param numbers in ascending order
   * @param left how many of them are left in float32
   */
  private record Distinct(double[] numbers, long left) {
    static Distinct of(Values values, int column, int columns, int step) {
      int rows = values.size() / columns;
      double[] numbers =
          IntStream.iterate(0, row -> row < rows, row -> row + step)
              .mapToDouble(row -> values.get(row * columns + column) + 0.0) // −0 is 0
              .sorted()
              .distinct()
              .toArray();
      long left = 0;
      for (int i = 0; i < numbers.length; i++) {
        left += i == 0 || (float) numbers[i] != (float) numbers[i - 1] ? 1 : 0;
      }
      return new Distinct(numbers, left);
    }

    long lost() {
      return numbers.length - left;
    }

    boolean isManyLost() {
      return lost() >= SHARE * numbers.length && lost() > 0;
    }

    /** Whether the middle half of the numbers is hardly wider than a rounding in it. */
    boolean isRoundedBeyondItsMiddle() {
      double low = numbers[numbers.length / 4];
      double high = numbers[numbers.length * 3 / 4];
      double rounding = Math.ulp((float) Math.max(Math.abs(low), Math.abs(high))) / 2;
      return rounding > HARMFUL * (high - low);
    }
  }
}
