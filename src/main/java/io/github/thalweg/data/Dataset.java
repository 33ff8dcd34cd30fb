package io.github.thalweg.data;

import io.github.thalweg.InvalidInputException;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * Rows of features with their targets, both row-major float32. For {@link Task.Classification}
 * there is one target column, of class indices; they are checked here, so that nobody downstream
 * needs to.
 *
 * @param rows N, at least 1
 * @param columns D, features in a row
 * @param features (N, D)
 * @param targetColumns K, targets in a row
 * @param targets (N, K)
 * @param featureNames (D), in the order of the columns
 */
public record Dataset(
    int rows,
    int columns,
    float[] features,
    int targetColumns,
    float[] targets,
    Task task,
    List<String> featureNames) {
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
    featureNames = List.copyOf(featureNames);
    if (featureNames.size() != columns) {
      throw new InvalidInputException(
          "A data set of "
              + columns
              + " features cannot have "
              + featureNames.size()
              + " feature names.");
    }
    if (task instanceof Task.Classification classification) {
      checkClasses(targetColumns, targets, classification.classes());
    }
  }

  /** A data set whose features are called x1 … xD. */
  public Dataset(
      int rows, int columns, float[] features, int targetColumns, float[] targets, Task task) {
    this(
        rows,
        columns,
        features,
        targetColumns,
        targets,
        task,
        IntStream.rangeClosed(1, Math.max(0, columns)).mapToObj(i -> "x" + i).toList());
  }

  /** The rows with these indices, in this order, copied. */
  public Dataset select(int[] indices) {
    float[] x = new float[Math.multiplyExact(indices.length, columns)];
    float[] t = new float[Math.multiplyExact(indices.length, targetColumns)];
    for (int i = 0; i < indices.length; i++) {
      System.arraycopy(features, indices[i] * columns, x, i * columns, columns);
      System.arraycopy(targets, indices[i] * targetColumns, t, i * targetColumns, targetColumns);
    }
    return new Dataset(indices.length, columns, x, targetColumns, t, task, featureNames);
  }

  private static void checkClasses(int targetColumns, float[] targets, int classes) {
    if (targetColumns != 1) {
      throw new InvalidInputException(
          "A classification has one target column, of class indices; this data set has "
              + targetColumns
              + ".");
    }
    for (int row = 0; row < targets.length; row++) {
      float target = targets[row];
      if (!(target >= 0 && target < classes && target == (int) target)) {
        throw new InvalidInputException(
            "The target of row "
                + (row + 1)
                + " is "
                + target
                + "; with "
                + classes
                + " classes it must be an integer from 0 to "
                + (classes - 1)
                + ".");
      }
    }
  }
}
