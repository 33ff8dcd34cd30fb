package io.github.thalweg.data;

import java.util.List;
import java.util.Optional;

/**
 * The places of a data set's rows in their source, for any present order of the rows: a message
 * about a row helps only if the user can find the row.
 *
 * @param what the source, such as {@code the inline data}; a CSV file's own name
 * @param file the file, if its rows are in lines: then rows are named by their lines
 * @param targets names of the target columns of a CSV file
 * @param numbers (N) each row's line in the file, or its number among all rows, both from 1; empty
 *     if row i has number i + 1
 */
public record Origin(String what, Optional<TableFile> file, List<String> targets, int[] numbers) {
  /** A file with rows in lines. */
  public interface TableFile {
    /** The text of a line and a column; empty if it cannot be read again, as from a pipe. */
    Optional<String> written(int line, String column);
  }

  /** Rows with numbers, in their order. */
  static Origin rows(String what) {
    return new Origin(what, Optional.empty(), List.of(), new int[0]);
  }

  /** Rows that begin at these lines of a CSV file. */
  public static Origin lines(String what, TableFile file, List<String> targets, int[] lines) {
    return new Origin(what, Optional.of(file), List.copyOf(targets), lines);
  }

  /** The origin of the rows with these indices, in this order. */
  Origin select(int[] indices) {
    int[] selected = new int[indices.length];
    for (int i = 0; i < selected.length; i++) {
      selected[i] = number(indices[i]);
    }
    return new Origin(what, file, targets, selected);
  }

  /** The line of a row, or its number among all; a smaller value is earlier. */
  int number(int row) {
    return numbers.length == 0 ? row + 1 : numbers[row];
  }

  /** The place of a feature, for the beginning of a sentence. */
  String feature(int row, String name) {
    return file.isPresent() ? line(row, name) : counted(row) + ", feature '" + name + "'";
  }

  /**
   * The place of a target, for the beginning of a sentence.
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

  /** The text there in the file, without surrounding space; empty if it is not known. */
  Optional<String> written(int row, String column) {
    return file.flatMap(table -> table.written(number(row), column));
  }
}
