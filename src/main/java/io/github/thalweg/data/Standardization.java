package io.github.thalweg.data;

import io.github.thalweg.InvalidInputException;

/**
 * Shifts and scales every feature so that it has mean 0 and standard deviation 1 over the rows it
 * was fitted on; those must be training rows only, or the test part is no longer unseen.
 *
 * @param mean (D), what is subtracted
 * @param scale (D), what is divided by; 1 for a feature that never varies
 */
public record Standardization(float[] mean, float[] scale) {
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

  /** Mean and population standard deviation of every feature, by two passes in float64. */
  public static Standardization fit(Dataset train) {
    int columns = train.columns();
    double[] mean = new double[columns];
    for (int i = 0; i < train.features().length; i++) {
      mean[i % columns] += train.features()[i];
    }
    for (int column = 0; column < columns; column++) {
      mean[column] /= train.rows();
    }
    double[] variance = new double[columns];
    for (int i = 0; i < train.features().length; i++) {
      double deviation = train.features()[i] - mean[i % columns];
      variance[i % columns] += deviation * deviation / train.rows();
    }
    float[] mean32 = new float[columns];
    float[] scale = new float[columns];
    for (int column = 0; column < columns; column++) {
      mean32[column] = (float) mean[column];
      float deviation = (float) Math.sqrt(variance[column]);
      scale[column] = deviation > 0 ? deviation : 1;
    }
    return new Standardization(mean32, scale);
  }

  /** The data set with its features standardized; targets stay in their units. */
  public Dataset apply(Dataset dataset) {
    if (dataset.columns() != mean.length) {
      throw new InvalidInputException(
          "A standardization of "
              + mean.length
              + " features does not fit a data set of "
              + dataset.columns()
              + ".");
    }
    return new Dataset(
        dataset.rows(),
        dataset.columns(),
        apply(dataset.features()),
        dataset.targetColumns(),
        dataset.targets(),
        dataset.task(),
        dataset.featureNames());
  }

  /**
   * Standardized rows, copied.
   *
   * @param features (N, D), row-major
   */
  public float[] apply(float[] features) {
    if (features.length % mean.length != 0) {
      throw new InvalidInputException(
          "Rows of "
              + mean.length
              + " features were expected; "
              + features.length
              + " numbers do not divide into such rows.");
    }
    float[] standardized = new float[features.length];
    for (int i = 0; i < features.length; i++) {
      int column = i % mean.length;
      standardized[i] = (float) ((features[i] - (double) mean[column]) / scale[column]);
    }
    return standardized;
  }
}
