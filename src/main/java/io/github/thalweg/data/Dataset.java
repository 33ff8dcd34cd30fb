package io.github.thalweg.data;

import io.github.thalweg.InvalidInputException;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * Rows of features with their targets, both row-major. Engines read them in float32; float64 values
 * of the source that float32 cannot hold are kept, too. A {@link Task.Classification} has one
 * target column, of class indices, which are kept in int32; they are checked here, so later code
 * need not.
 */
public final class Dataset {
  private final int rows;
  private final int columns;
  private final Values features;
  private final int targetColumns;
  private final Values targets;
  private final Task task;
  private final List<String> featureNames;
  private final Origin origin;

  /**
   * A data set of float32 numbers.
   *
   * @param rows N, at least 1
   * @param columns D, features in a row
   * @param features (N, D)
   * @param targetColumns K, targets in a row; 0 if there are none
   * @param targets (N, K)
   * @param featureNames (D), in the order of the columns
   */
  public Dataset(
      int rows,
      int columns,
      float[] features,
      int targetColumns,
      float[] targets,
      Task task,
      List<String> featureNames) {
    this(
        rows,
        columns,
        Values.of(features),
        targetColumns,
        Values.of(targets),
        task,
        featureNames,
        Origin.rows("the data"));
  }

  /** A data set of float32 numbers whose features are called x1 … xD. */
  public Dataset(
      int rows, int columns, float[] features, int targetColumns, float[] targets, Task task) {
    this(rows, columns, features, targetColumns, targets, task, numbered(columns));
  }

  /** A data set with its origin. */
  public Dataset(
      int rows,
      int columns,
      Values features,
      int targetColumns,
      Values targets,
      Task task,
      List<String> featureNames,
      Origin origin) {
    this.rows = rows;
    this.columns = columns;
    this.features = features;
    this.targetColumns = targetColumns;
    this.task = Objects.requireNonNull(task, "task");
    this.featureNames = List.copyOf(featureNames);
    this.origin = origin;
    requireSizes(targets.size());
    this.targets =
        task instanceof Task.Classification classification
            ? classes(targets, classification.classes())
            : targets;
  }

  /** x1 … xD. */
  static List<String> numbered(int columns) {
    return IntStream.rangeClosed(1, Math.max(0, columns)).mapToObj(i -> "x" + i).toList();
  }

  /** N, at least 1. */
  public int rows() {
    return rows;
  }

  /** D, features in a row. */
  public int columns() {
    return columns;
  }

  /** (N, D) in float32, in an array from {@code arrayOffset} on, which must not be changed. */
  public FloatBuffer features() {
    return features.rounded();
  }

  /** A feature as the source gave it. */
  public double feature(int row, int column) {
    return features.get(row * columns + column);
  }

  /** K, targets in a row. */
  public int targetColumns() {
    return targetColumns;
  }

  /** (N, K) in float32, in an array from {@code arrayOffset} on, which must not be changed. */
  public FloatBuffer targets() {
    return targets.rounded();
  }

  /**
   * (N, K) in int32, in an array from {@code arrayOffset} on, which must not be changed.
   *
   * @throws IllegalStateException if a target is no whole number; those of a classification are
   */
  public IntBuffer classIndices() {
    return targets.ints();
  }

  /** A target as the source gave it. */
  public double target(int row, int column) {
    return targets.get(row * targetColumns + column);
  }

  /** What the targets mean. */
  public Task task() {
    return task;
  }

  /** (D), in the order of the columns. */
  public List<String> featureNames() {
    return featureNames;
  }

  /** The rows with these indices, in this order, copied. */
  public Dataset select(int[] indices) {
    return withRows(
        indices.length,
        features.rows(indices, columns),
        targets.rows(indices, targetColumns),
        origin.select(indices));
  }

  private Dataset withRows(
      int count, Values otherFeatures, Values otherTargets, Origin otherOrigin) {
    return new Dataset(
        count,
        columns,
        otherFeatures,
        targetColumns,
        otherTargets,
        task,
        featureNames,
        otherOrigin);
  }

  /** The same rows in arrays of their own. */
  public Dataset copy() {
    return select(IntStream.range(0, rows).toArray());
  }

  /** Some of the rows, where they are. */
  Dataset slice(int first, int count) {
    return withRows(
        count,
        features.slice(first * columns, count * columns),
        targets.slice(first * targetColumns, count * targetColumns),
        origin.select(IntStream.range(first, first + count).toArray()));
  }

  /** All rows in another order, in the same arrays: this data set must not be used any more. */
  Dataset reordered(int[] order) {
    return withRows(
        rows,
        features.reordered(order, columns),
        targets.reordered(order, targetColumns),
        origin.select(order));
  }

  /** The same rows in float32 only. */
  public Dataset inFloat32() {
    return with(features.inFloat32(), targets.inFloat32(), task);
  }

  /** The same rows; float64 is dropped if float32 holds the same numbers. */
  Dataset compact() {
    return with(features.compact(), targets.compact(), task);
  }

  /** Other numbers in place of the features. */
  Dataset withFeatures(Values others) {
    return with(others, targets, task);
  }

  /** Other numbers in place of the targets, with another meaning. */
  Dataset withTargets(Values others, Task meaning) {
    return with(features, others, meaning);
  }

  /** Some of the features, in another order. */
  Dataset withColumns(int[] indices) {
    return new Dataset(
        rows,
        indices.length,
        features.columns(indices, columns),
        targetColumns,
        targets,
        task,
        IntStream.of(indices).mapToObj(featureNames::get).toList(),
        origin);
  }

  private Dataset with(Values otherFeatures, Values otherTargets, Task otherTask) {
    return new Dataset(
        rows, columns, otherFeatures, targetColumns, otherTargets, otherTask, featureNames, origin);
  }

  Values featureValues() {
    return features;
  }

  Values targetValues() {
    return targets;
  }

  Origin origin() {
    return origin;
  }

  /** The place of a feature, for the beginning of a sentence: file, line and column. */
  public String placeOfFeature(int row, int column) {
    return origin.feature(row, featureNames.get(column));
  }

  /** The place of a target, for the beginning of a sentence: file, line and column. */
  public String placeOfTarget(int row, int column) {
    return origin.target(row, column, targetColumns);
  }

  /** A feature as it was written, if that can be looked up; else its number. */
  public String writtenFeature(int row, int column) {
    return origin
        .written(row, featureNames.get(column))
        .orElseGet(() -> features.written(row * columns + column));
  }

  /** A target as it was written, if that can be looked up; else its number. */
  public String writtenTarget(int row, int column) {
    return origin
        .written(row, origin.targets().isEmpty() ? "" : origin.targets().get(column))
        .orElseGet(() ->
            task instanceof Task.Classification classes
                ? classes.classNames().get((int) target(row, column))
                : targets.written(row * targetColumns + column));
  }

  /** Whether rows are known by the lines of a file. */
  public boolean hasLines() {
    return origin.file().isPresent();
  }

  /**
   * The place of a row in its source, for any present order of the rows: its line in the file, if
   * there {@link #hasLines are lines}, else its number among all rows; from 1.
   */
  public int number(int row) {
    return origin.number(row);
  }

  /** Which of two rows comes first in their source. */
  public int earlier(int row, int other) {
    return origin.number(row) <= origin.number(other) ? row : other;
  }

  private void requireSizes(int targetCount) {
    if (rows < 1 || columns < 1 || targetColumns < 0) {
      throw new InvalidInputException(
          "A data set needs at least one row and one feature; this one has "
              + rows
              + " × "
              + columns
              + " and "
              + targetColumns
              + " targets.");
    }
    if (features.size() != (long) rows * columns || targetCount != (long) rows * targetColumns) {
      throw new InvalidInputException(
          "The arrays of a data set of "
              + rows
              + " rows must hold "
              + (long) rows * columns
              + " features and "
              + (long) rows * targetColumns
              + " targets; they hold "
              + features.size()
              + " and "
              + targetCount
              + ".");
    }
    if (featureNames.size() != columns) {
      throw new InvalidInputException(
          "A data set of "
              + columns
              + " features cannot have "
              + featureNames.size()
              + " feature names.");
    }
  }

  /** Class indices in int32. */
  private Values classes(Values given, int classes) {
    if (targetColumns != 1) {
      throw new InvalidInputException(
          "A classification has one target column, of class indices; this data set has "
              + targetColumns
              + ".");
    }
    for (int row = 0; row < rows; row++) {
      double target = given.get(row);
      if (!(target >= 0 && target < classes && target == (int) target)) {
        throw new InvalidInputException(
            placeOfTarget(row, 0)
                + ": "
                + given.written(row)
                + " is not a class; with "
                + classes
                + " classes it must be an integer from 0 to "
                + (classes - 1)
                + ".");
      }
    }
    return given.inInt32();
  }
}
