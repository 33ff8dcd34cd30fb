package io.github.thalweg.data;

import io.github.thalweg.InvalidInputException;
import java.util.Objects;

/**
 * Rows of features with their targets, both row-major float32. For {@link Task.Classification}
 * there is one target column, of class indices.
 *
 * @param rows N, at least 1
 * @param columns D, features in a row
 * @param features (N, D)
 * @param targetColumns K, targets in a row
 * @param targets (N, K)
 */
public record Dataset(
    int rows, int columns, float[] features, int targetColumns, float[] targets, Task task) {
  public Dataset {
    Objects.requireNonNull(task, "task");
    if (rows < 1 || columns < 1 || targetColumns < 1) {
      throw new InvalidInputException(
          "A data set needs at least one row, one feature and one target; this one has "
              + rows
              + " × "
              + columns
              + " and "
              + targetColumns
              + " targets.");
    }
    if (features.length != (long) rows * columns || targets.length != (long) rows * targetColumns) {
      throw new InvalidInputException(
          "The arrays of a data set of "
              + rows
              + " rows must hold "
              + (long) rows * columns
              + " features and "
              + (long) rows * targetColumns
              + " targets; they hold "
              + features.length
              + " and "
              + targets.length
              + ".");
    }
  }

  /** The rows with these indices, in this order, copied. */
  public Dataset select(int[] indices) {
    float[] x = new float[Math.multiplyExact(indices.length, columns)];
    float[] t = new float[Math.multiplyExact(indices.length, targetColumns)];
    for (int i = 0; i < indices.length; i++) {
      System.arraycopy(features, indices[i] * columns, x, i * columns, columns);
      System.arraycopy(targets, indices[i] * targetColumns, t, i * targetColumns, targetColumns);
    }
    return new Dataset(indices.length, columns, x, targetColumns, t, task);
  }
}
