package io.github.thalweg.data;

import io.github.thalweg.InvalidInputException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * Reads UTF-8 CSV files of numbers with a header line. The separator is the first of comma,
 * semicolon and tab that the header contains; decimals have a point. Every error names the file,
 * the line (from 1) and the column.
 */
public final class CsvReader {
  private static final String NAMED_CLASSES = "; classes with names take loss: cross_entropy";

  private CsvReader() {}

  /**
   * Reads a data set. All columns that are not targets are features, in the order of the header.
   *
   * @param targets the target columns: any number for a regression; one for a classification, which
   *     holds either class indices 0 … K−1 or text labels, whose distinct values in alphabetical
   *     order become the classes
   * @throws InvalidInputException if there is no such file or column, a row is ragged, or a field
   *     is not what its column needs
   */
  public static Dataset read(Path file, List<String> targets, boolean classification) {
    try (CsvTable table = CsvTable.open(file)) {
      int[] targetColumns = columns(file, table.header(), targets, "run", "target column");
      if (classification && targetColumns.length != 1) {
        throw new InvalidInputException(
            "A classification of "
                + file
                + " needs exactly one target column; "
                + targetColumns.length
                + " are named: "
                + String.join(", ", targets)
                + ".");
      }
      int[] featureColumns = others(table.header(), targetColumns);
      if (featureColumns.length == 0) {
        throw new InvalidInputException(
            file
                + ": every column is a target ("
                + String.join(", ", targets)
                + "); no column is left to learn from.");
      }
      ClassColumn classes = classification ? new ClassColumn(table, targetColumns[0]) : null;
      FloatList features = new FloatList();
      FloatList targetValues = new FloatList();
      int rows = 0;
      while (table.next()) {
        rows++;
        appendNumbers(table, featureColumns, features, "");
        if (classification) {
          classes.add();
        } else {
          appendNumbers(table, targetColumns, targetValues, NAMED_CLASSES);
        }
      }
      requireRows(file, rows);
      List<String> featureNames =
          IntStream.of(featureColumns).mapToObj(table.header()::get).toList();
      return classification
          ? new Dataset(
              rows,
              featureColumns.length,
              features.toArray(),
              1,
              classes.indices(),
              classes.task(),
              featureNames)
          : new Dataset(
              rows,
              featureColumns.length,
              features.toArray(),
              targets.size(),
              targetValues.toArray(),
              new Task.Regression(),
              featureNames);
    }
  }

  /**
   * Reads features only, to predict from. Columns are found by name, in whatever order the file has
   * them; others, such as a target, are ignored.
   *
   * @param featureNames the D features that the model was trained on
   * @return (N, D), row-major, features in the order of {@code featureNames}
   * @throws InvalidInputException as {@link #read} does
   */
  public static float[] readFeatures(Path file, List<String> featureNames) {
    try (CsvTable table = CsvTable.open(file)) {
      int[] columns = columns(file, table.header(), featureNames, "model", "feature");
      FloatList features = new FloatList();
      while (table.next()) {
        appendNumbers(table, columns, features, "");
      }
      requireRows(file, features.size());
      return features.toArray();
    }
  }

  /**
   * Where columns are.
   *
   * @param needs them as what: the run or the model
   */
  private static int[] columns(
      Path file, List<String> header, List<String> names, String needs, String what) {
    if (names.isEmpty()) {
      throw new InvalidInputException(
          "No "
              + what
              + " of "
              + file
              + " is named; its columns are "
              + String.join(", ", header)
              + ".");
    }
    List<String> found = new ArrayList<>();
    for (String name : names) {
      if (!header.contains(name)) {
        if (CsvTable.isOfNumbers(header)) {
          throw new InvalidInputException(
              file + " has no column '" + name + "', a " + what + ": " + CsvTable.NO_HEADER + ".");
        }
        throw InvalidInputException.unknown(
            "a column of " + file + " (line 1), and the " + needs + " needs it as a " + what,
            name,
            header);
      }
      if (found.contains(name)) {
        throw new InvalidInputException(
            "The " + what + " '" + name + "' of " + file + " is named twice.");
      }
      found.add(name);
    }
    return names.stream().mapToInt(header::indexOf).toArray();
  }

  private static int[] others(List<String> header, int[] columns) {
    Predicate<Integer> isNamed = column -> IntStream.of(columns).anyMatch(named -> named == column);
    return IntStream.range(0, header.size()).filter(column -> !isNamed.test(column)).toArray();
  }

  private static void appendNumbers(
      CsvTable table, int[] columns, FloatList numbers, String ofText) {
    for (int column : columns) {
      numbers.add(table.number(column, ofText));
    }
  }

  private static void requireRows(Path file, int rows) {
    if (rows == 0) {
      throw new InvalidInputException(
          file + " has a header line and no rows; at least one row of numbers was expected.");
    }
  }
}
