package io.github.thalweg.data.csv;

import io.github.thalweg.InvalidInputException;
import io.github.thalweg.data.Dataset;
import io.github.thalweg.data.DoubleList;
import io.github.thalweg.data.Origin;
import io.github.thalweg.data.Values;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * Reads UTF-8 CSV files of numbers with a header line. The separator is the first of comma,
 * semicolon and tab that the header contains; decimals have a point. Numbers are float64. Every
 * error names the file, the line (from 1) and the column.
 */
public final class CsvReader {
  /** The remedy for text in a feature, at the end of a message. */
  private static final String LEAVE_OUT = "; data.exclude leaves columns out";

  /** The same where a model needs the feature. */
  private static final String NEEDED =
      ", which the model needs; put one there, or leave the row out";

  private CsvReader() {}

  /**
   * Reads a data set. All columns that are not targets are features, in the order of the header.
   *
   * @param targets the target columns: any number of them for a regression; one for a
   *     classification, which holds either class indices 0 … K−1 or text labels. Their distinct
   *     values in alphabetical order become the classes
   * @throws InvalidInputException if there is no such file or column, a row is ragged, or a field
   *     does not fit its column
   */
  public static Dataset read(Path file, List<String> targets, boolean classification) {
    return readAllBut(List.of(), file, targets, classification);
  }

  /**
   * As {@link #read(Path, List, boolean)}, without some columns.
   *
   * @param ignored names of the columns that are not features
   * @throws InvalidInputException as the other one, and when there is no such column
   */
  public static Dataset readAllBut(
      List<String> ignored, Path file, List<String> targets, boolean classification) {
    try (CsvTable table = CsvTable.open(file)) {
      for (String name : ignored) {
        if (!table.header().contains(name)) {
          throw InvalidInputException.unknown(
              "a column of "
                  + file
                  + " (line "
                  + table.headerLine()
                  + "), but data.exclude names it",
              name,
              table.header());
        }
      }
      table.requireDistinctNames(ignored);
      int[] targetColumns = targetColumns(file, table, targets, classification);
      int[] featureColumns = others(table.header(), targetColumns, ignored);
      if (featureColumns.length == 0) {
        throw new InvalidInputException(
            file
                + ": every column is a target ("
                + String.join(", ", targets)
                + ")"
                + (ignored.isEmpty() ? "" : " or ignored (" + String.join(", ", ignored) + ")")
                + "; no column is left to learn from.");
      }
      CsvTargets read = targets(table, targetColumns, classification, false);
      Dataset data = rows(file, table, featureColumns, LEAVE_OUT, read, targets);
      if (read instanceof CsvTargets.OfClasses(ClassColumn classes)) {
        classes.requireSeveral();
      }
      return data;
    }
  }

  /**
   * Reads a data set for a model that was trained before. Columns are found by name; others are
   * ignored. The classes are those of the rows, by name, to compare with the model's; one is
   * enough.
   *
   * @param features the model's columns, in its order
   * @param targets as for the other one
   * @throws InvalidInputException as the other one
   */
  public static Dataset read(
      Path file, List<String> features, List<String> targets, boolean classification) {
    try (CsvTable table = CsvTable.open(file)) {
      int[] featureColumns = featureColumns(file, table, features);
      int[] targetColumns = targetColumns(file, table, targets, classification);
      return rows(
          file,
          table,
          featureColumns,
          NEEDED,
          targets(table, targetColumns, classification, true),
          targets);
    }
  }

  /**
   * Rows to predict from.
   *
   * @param features without targets
   * @param kept names of the requested other columns that the file has
   * @param texts (N, kept) their texts
   */
  public record Rows(Dataset features, List<String> kept, List<List<String>> texts) {}

  /**
   * Reads only features, to predict from, as for a model that was trained before.
   *
   * @param features the model's columns, in its order
   * @param kept other columns whose texts are wanted, if the file has them
   * @throws InvalidInputException as {@link #read}
   */
  public static Rows readFeatures(Path file, List<String> features, List<String> kept) {
    try (CsvTable table = CsvTable.open(file)) {
      int[] columns = featureColumns(file, table, features);
      int[] others =
          kept.stream().mapToInt(table.header()::indexOf).filter(column -> column >= 0).toArray();
      List<List<String>> texts = new ArrayList<>();
      CsvTargets none =
          new CsvTargets.None(
              () -> texts.add(IntStream.of(others).mapToObj(table::field).toList()));
      Dataset rows = rows(file, table, columns, NEEDED, none, List.of());
      return new Rows(rows, IntStream.of(others).mapToObj(table.header()::get).toList(), texts);
    }
  }

  private static CsvTargets targets(
      CsvTable table, int[] columns, boolean classification, boolean forModel) {
    return classification
        ? new CsvTargets.OfClasses(new ClassColumn(table, columns[0], forModel))
        : new CsvTargets.OfNumbers(table, columns);
  }

  private static Dataset rows(
      Path file,
      CsvTable table,
      int[] columns,
      String ofText,
      CsvTargets targets,
      List<String> targetNames) {
    DoubleList features = new DoubleList();
    IntStream.Builder lines = IntStream.builder();
    int rows = 0;
    while (table.next()) {
      rows++;
      lines.add((int) table.line());
      for (int column : columns) {
        features.add(table.number(column, ofText));
      }
      targets.add();
    }
    if (rows == 0) {
      throw new InvalidInputException(
          file + " has a header line and no rows; at least one row of numbers was expected.");
    }
    return new Dataset(
        rows,
        columns.length,
        Values.of(features.toArray()),
        targets.columns(),
        targets.values(rows),
        targets.task(),
        IntStream.of(columns).mapToObj(table.header()::get).toList(),
        Origin.lines(
            file.toString(),
            (line, column) -> CsvTable.written(file, line, column),
            targetNames,
            lines.build().toArray()));
  }

  private static int[] featureColumns(Path file, CsvTable table, List<String> names) {
    return columns(file, table, names, "model", "feature");
  }

  private static int[] targetColumns(
      Path file, CsvTable table, List<String> names, boolean classification) {
    int[] columns = columns(file, table, names, "run", "target column");
    if (classification && columns.length != 1) {
      throw new InvalidInputException(
          "A classification of "
              + file
              + " needs exactly one target column; "
              + columns.length
              + " are named: "
              + String.join(", ", names)
              + ".");
    }
    return columns;
  }

  /**
   * The indices of columns.
   *
   * @param needs the one that needs them: run or model
   */
  private static int[] columns(
      Path file, CsvTable table, List<String> names, String needs, String what) {
    List<String> header = table.header();
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
    Set<String> found = new HashSet<>();
    for (String name : names) {
      requireColumn(file, table, name, needs, what);
      if (!found.add(name)) {
        throw new InvalidInputException(
            "The " + what + " '" + name + "' of " + file + " is named twice.");
      }
    }
    return names.stream().mapToInt(header::indexOf).toArray();
  }

  private static void requireColumn(
      Path file, CsvTable table, String name, String needs, String what) {
    List<String> header = table.header();
    int column = header.indexOf(name);
    if (column < 0 && CsvTable.isOfNumbers(header)) {
      throw new InvalidInputException(
          file + " has no column '" + name + "', a " + what + ": " + CsvTable.NO_HEADER + ".");
    }
    if (column < 0) {
      throw InvalidInputException.unknown(
          "a column of "
              + file
              + " (line "
              + table.headerLine()
              + "), and the "
              + needs
              + " needs it as a "
              + what,
          name,
          header);
    }
    if (column != header.lastIndexOf(name)) {
      throw table.twice(name, ", and the " + needs + " needs it as a " + what + "; rename one");
    }
  }

  private static int[] others(List<String> header, int[] columns, List<String> ignored) {
    Predicate<Integer> isNamed = column -> IntStream.of(columns).anyMatch(named -> named == column);
    return IntStream.range(0, header.size())
        .filter(column -> !isNamed.test(column) && !ignored.contains(header.get(column)))
        .toArray();
  }
}
