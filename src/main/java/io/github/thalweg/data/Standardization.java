package io.github.thalweg.data;

import io.github.thalweg.InvalidInputException;
import java.util.Arrays;

/**
 * Shifts and scales every feature so that it has mean 0 and standard deviation 1 over the rows it
 * was fitted on; those must be training rows only, or the test part is no longer unseen. All of it
 * is in float64: float32 loses the small differences of large numbers.
 *
 * @param mean (D), the numbers to subtract
 * @param scale (D), the divisors; 1 for a feature that never varies
 */
public record Standardization(double[] mean, double[] scale) {
  /** Exponents of deviations: within these a power of two and its inverse are finite. */
  private static final int LARGEST_EXPONENT = 1000;

  public Standardization {
    if (mean.length != scale.length) {
      throw new InvalidInputException(
          "A standardization needs as many means as scales, not "
              + mean.length
              + " and "
              + scale.length
              + ".");
    }
  }

  /** Mean and population standard deviation of every feature, by two passes. */
  public static Standardization fit(Dataset train) {
    int columns = train.columns();
    Values features = train.featureValues();
    double[] mean = means(features, columns);
    double[] widest = new double[columns];
    for (int i = 0; i < features.size(); i++) {
      int column = i % columns;
      widest[column] = Math.max(widest[column], Math.abs(features.get(i) / 2 - mean[column] / 2));
    }
    // Division by a power of two first keeps squares from overflow and underflow.
    double[] unit = new double[columns];
    for (int column = 0; column < columns; column++) {
      int exponent = Math.getExponent(widest[column]);
      unit[column] = Math.scalb(1.0, Math.clamp(exponent, -LARGEST_EXPONENT, LARGEST_EXPONENT));
    }
    double[] variance = new double[columns];
    for (int i = 0; i < features.size(); i++) {
      int column = i % columns;
      double deviation = quotient(features.get(i), mean[column], unit[column]);
      variance[column] += deviation * deviation / train.rows();
    }
    double[] scale = new double[columns];
    for (int column = 0; column < columns; column++) {
      double deviation = Math.sqrt(variance[column]) * unit[column];
      scale[column] = deviation > 0 ? deviation : 1;
    }
    return new Standardization(mean, scale);
  }

  /** The mean of each column; for a column that never varies exactly its value. */
  private static double[] means(Values features, int columns) {
    int rows = features.size() / columns;
    double[] least = new double[columns];
    double[] greatest = new double[columns];
    double[] sum = new double[columns];
    Arrays.fill(least, Double.POSITIVE_INFINITY);
    Arrays.fill(greatest, Double.NEGATIVE_INFINITY);
    for (int i = 0; i < features.size(); i++) {
      double value = features.get(i);
      int column = i % columns;
      least[column] = Math.min(least[column], value);
      greatest[column] = Math.max(greatest[column], value);
      sum[column] += value;
    }
    double[] mean = new double[columns];
    for (int column = 0; column < columns; column++) {
      // The mean of equal numbers has a rounding error, which would be scaled up to 1.
      if (least[column] == greatest[column]) {
        mean[column] = least[column];
      } else if (Double.isFinite(sum[column])) {
        mean[column] = sum[column] / rows;
      } else {
        mean[column] = meanOfLargeNumbers(features, column, columns);
      }
    }
    return mean;
  }

  /** The mean of numbers whose sum float64 cannot hold. */
  private static double meanOfLargeNumbers(Values features, int column, int columns) {
    int rows = features.size() / columns;
    double sum = 0;
    for (int i = column; i < features.size(); i += columns) {
      sum += Math.scalb(features.get(i), -Integer.SIZE);
    }
    return Math.scalb(sum / rows, Integer.SIZE);
  }

  /**
   * The data set with its features standardized, in the same array: the given data set must not be
   * used any more. Targets stay in their units.
   */
  public Dataset apply(Dataset dataset) {
    if (dataset.columns() != mean.length) {
      throw new InvalidInputException(
          "A standardization of "
              + mean.length
              + " features does not fit a data set of "
              + dataset.columns()
              + ".");
    }
    Values features = dataset.featureValues();
    return dataset.withFeatures(
        features.replaced(i -> standardized(i % mean.length, features.get(i))));
  }

  /** The value before standardization. */
  public double original(int column, double standardized) {
    return standardized * scale[column] + mean[column];
  }

  private double standardized(int column, double value) {
    return quotient(value, mean[column], scale[column]);
  }

  /** {@code (value - mean) / scale}, also where float64 cannot hold the difference. */
  private static double quotient(double value, double mean, double scale) {
    double difference = value - mean;
    return Double.isInfinite(difference)
        ? (value / 2 - mean / 2) / (scale / 2)
        : difference / scale;
  }
}
