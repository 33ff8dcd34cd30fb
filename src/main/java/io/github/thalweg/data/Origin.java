package io.github.thalweg.data;

import java.util.List;
import java.util.Optional;

/**
 * Where the rows of a data set stand in what they were read from, whatever order they are in by
 * now: a message about a row helps only a reader who can find the row.
 *
 * @param what they were read from, such as {@code the inline data}; a CSV file's own name
 * @param file the file, if it is one whose rows stand in lines: then they are known by their lines
 * @param targets names of the target columns of a CSV file
 * @param numbers (N) of each row its line in the file, or its place among all rows, both from 1;
 *     empty where row i is number i + 1
 */
public record Origin(String what, Optional<TableFile> file, List<String> targets, int[] numbers) {
  /** A file whose rows stand in lines. */
  public interface TableFile {
    /** What stands in a line and a column; empty where it cannot be read any more, as in a pipe. */
    Optional<String> written(int line, String column);
  }

  /** Rows that are counted, in their order. */
  static Origin rows(String what) {
    return new Origin(what, Optional.empty(), List.of(), new int[0]);
  }

  /** Rows that begin at these lines of a CSV file. */
  public static Origin lines(String what, TableFile file, List<String> targets, int[] lines) {
    return new Origin(what, Optional.of(file), List.copyOf(targets), lines);
  }

  /** Of the rows with these indices, in this order. */
  Origin select(int[] indices) {
    int[] selected = new int[indices.length];
    for (int i = 0; i < selected.length; i++) {
      selected[i] = number(indices[i]);
    }
    return new Origin(what, file, targets, selected);
  }

  /** The line of a row, or its place among all; the smaller, the earlier. */
  int number(int row) {
    return numbers.length == 0 ? row + 1 : numbers[row];
  }

  /** Where a feature is, at the beginning of a sentence. */
  String feature(int row, String name) {
    return file.isPresent() ? line(row, name) : counted(row) + ", feature '" + name + "'";
  }

  /**
   * Where a target is, at the beginning of a sentence.
   *
   * @param columns how many targets a row has
   */
  String target(int row, int column, int columns) {
    return file.isPresent()
        ? line(row, targets.get(column))
        : counted(row) + (columns == 1 ? ", target" : ", target " + (column + 1));
  }

  private String line(int row, String column) {
    return what + ", line " + number(row) + ", column '" + column + "'";
  }

  private String counted(int row) {
    return "Row " + number(row) + " of " + what;
  }

  /** What stands there in the file, without surrounding space; empty where that is not known. */
  Optional<String> written(int row, String column) {
    return file.flatMap(table -> table.written(number(row), column));
  }
}
