package io.github.thalweg.data;

import io.github.thalweg.InvalidInputException;
import java.util.List;
import java.util.stream.IntStream;

/** Data sets from a program's rows in memory, which are copied. */
public final class MemoryData {
  private static final String FEATURES = "the features";

  private MemoryData() {}

  /**
   * Numbers to predict.
   *
   * @param features N rows of D
   * @param targets N rows of K
   * @param names (D) of the features; none for x1 … xD
   * @throws InvalidInputException if rows differ in length or number, hold a number that is not
   *     finite, or differ in length from the names
   */
  public static Dataset regression(float[][] features, float[][] targets, List<String> names) {
    RowArrays.requireAsMany(features.length, targets.length);
    Values rowMajor = Values.of(RowArrays.rowMajor(targets, "the targets"));
    return dataset(features, targets[0].length, rowMajor, new Task.Regression(), names);
  }

  /**
   * Classes by their indices, from 0.
   *
   * @param features N rows of D
   * @param classes N indices
   * @param names (D) of the features; none for x1 … xD
   * @param classNames in the order of the indices; none for 0, 1, … up to the largest one
   * @throws InvalidInputException as {@link #regression} does, or if an index is negative or has no
   *     name
   */
  public static Dataset classification(
      float[][] features, int[] classes, List<String> names, List<String> classNames) {
    RowArrays.requireAsMany(features.length, classes.length);
    int largest = IntStream.of(classes).max().orElse(0);
    Task task =
        classNames.isEmpty()
            ? new Task.Classification(Math.max(1, Math.addExact(largest, 1)))
            : new Task.Classification(classNames);
    return dataset(features, 1, Values.of(classes.clone()), task, names);
  }

  /**
   * Rows for a model, without targets.
   *
   * @param rows N rows of D
   * @param names (D)
   * @throws InvalidInputException as {@link #regression} does
   */
  public static Dataset features(float[][] rows, List<String> names) {
    return dataset(rows, 0, Values.of(new float[0]), new Task.Regression(), names);
  }

  private static Dataset dataset(
      float[][] features, int targetColumns, Values targets, Task task, List<String> names) {
    float[] rowMajor = RowArrays.rowMajor(features, FEATURES);
    int columns = features[0].length;
    if (!names.isEmpty() && names.size() != columns) {
      throw new InvalidInputException(
          "A row of "
              + FEATURES
              + " needs "
              + names.size()
              + " numbers, "
              + String.join(", ", names)
              + "; it has "
              + columns
              + ".");
    }
    return new Dataset(
        features.length,
        columns,
        Values.of(rowMajor),
        targetColumns,
        targets,
        task,
        names.isEmpty() ? Dataset.numbered(columns) : names,
        Origin.rows("the data"));
  }
}
