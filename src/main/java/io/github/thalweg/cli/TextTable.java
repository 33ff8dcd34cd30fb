package io.github.thalweg.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import picocli.CommandLine;

/** Rows of words in columns that are as wide as they need to be; columns of numbers stand right. */
final class TextTable {
  /** Stands where there is nothing to say. */
  static final String NONE = "–";

  private static final String BETWEEN = "   ";

  private final List<List<String>> rows = new ArrayList<>();

  TextTable(List<String> header) {
    rows.add(List.copyOf(header));
  }

  /** A row with as many cells as the header has. */
  void add(List<String> cells) {
    rows.add(List.copyOf(cells));
  }

  /**
   * Prints it to the standard output of a command; where a terminal is too narrow for it, the rows
   * one below the other.
   */
  void print(CommandLine command) {
    OptionalInt columns = Terminal.columns();
    if (columns.isPresent() && width() > columns.getAsInt()) {
      blocks().forEach(command.getOut()::println);
      return;
    }
    List<String> lines = lines();
    command.getOut().println(Colors.of(command).out(Style.BOLD, lines.getFirst()));
    lines.stream().skip(1).forEach(command.getOut()::println);
  }

  /** A line for each cell that has something to say, and an empty one between two rows. */
  List<String> blocks() {
    List<String> header = rows.getFirst();
    int width = header.stream().mapToInt(String::length).max().orElse(0);
    List<String> lines = new ArrayList<>();
    for (List<String> row : rows.subList(1, rows.size())) {
      if (!lines.isEmpty()) {
        lines.add("");
      }
      for (int j = 0; j < row.size(); j++) {
        if (!row.get(j).equals(NONE)) {
          String name = header.get(j);
          lines.add(name + " ".repeat(width - name.length()) + BETWEEN + row.get(j));
        }
      }
    }
    return lines;
  }

  /** The same with rows for columns that have something to say. */
  TextTable transposed() {
    TextTable transposed = new TextTable(column(0));
    for (int j = 1; j < rows.getFirst().size(); j++) {
      if (!isEmpty(column(j))) {
        transposed.add(column(j));
      }
    }
    return transposed;
  }

  /** Characters of the longest line. */
  int width() {
    return lines().stream().mapToInt(String::length).max().orElse(0);
  }

  /** The header and the rows, without columns that have nothing to say. */
  List<String> lines() {
    List<StringBuilder> lines = new ArrayList<>();
    rows.forEach(_ -> lines.add(new StringBuilder()));
    for (int j = 0; j < rows.getFirst().size(); j++) {
      List<String> cells = column(j);
      if (isEmpty(cells)) {
        continue;
      }
      boolean right = j > 0 && cells.stream().skip(1).allMatch(TextTable::isNumber);
      int width = cells.stream().mapToInt(String::length).max().orElse(0);
      for (int i = 0; i < cells.size(); i++) {
        String space = " ".repeat(width - cells.get(i).length());
        lines
            .get(i)
            .append(j == 0 ? "" : BETWEEN)
            .append(right ? space + cells.get(i) : cells.get(i) + space);
      }
    }
    return lines.stream().map(line -> line.toString().stripTrailing()).toList();
  }

  private List<String> column(int j) {
    return rows.stream().map(row -> row.get(j)).toList();
  }

  private static boolean isEmpty(List<String> cells) {
    return cells.stream().skip(1).allMatch(NONE::equals);
  }

  private static boolean isNumber(String cell) {
    return cell.equals(NONE) || cell.matches("[-+]?\\d[\\d,./]*(e[-+]?\\d+)?( %)?");
  }

  /** A number in so many digits behind the point, or with an exponent where that would be long. */
  static String number(OptionalDouble value, int digits) {
    if (value.isEmpty()) {
      return NONE;
    }
    double number = value.getAsDouble();
    return String.format(
        Locale.ROOT, Math.abs(number) < 1000 ? "%." + digits + "f" : "%.3e", number);
  }

  /** A share of one in percent. */
  static String percent(OptionalDouble value) {
    return value.isPresent()
        ? String.format(Locale.ROOT, "%.2f %%", 100 * value.getAsDouble())
        : NONE;
  }
}
