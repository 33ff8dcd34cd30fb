package io.github.thalweg.cli.terminal;

import io.github.thalweg.text.Numbers;
import io.github.thalweg.text.Visible;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.IntFunction;
import picocli.CommandLine;

/**
 * Rows of words in columns that are as wide as they need to be; columns of numbers are aligned to
 * the right.
 */
public final class TextTable {
  /** Fills a cell that has no value. */
  public static final String NONE = "–";

  private static final String BETWEEN = "   ";

  /** Comes before a sentence below a row. */
  private static final String BELOW = "    ";

  private final List<List<String>> rows = new ArrayList<>();

  public TextTable(List<String> header) {
    add(header);
  }

  /** A row with as many cells as the header has. */
  public void add(List<String> cells) {
    rows.add(cells.stream().map(Visible::text).toList());
  }

  /**
   * Prints it to the standard output of a command; if a terminal is too narrow, as a list of cells
   * for each row.
   */
  public void print(CommandLine command) {
    print(command, _ -> List.of());
  }

  /**
   * Prints it with sentences below its rows.
   *
   * @param below the sentences below a row, by its number from 0
   */
  public void print(CommandLine command, IntFunction<List<String>> below) {
    PrintWriter out = command.getOut();
    OptionalInt columns = Terminal.columns();
    boolean wide = columns.isEmpty() || width() <= columns.getAsInt();
    List<String> lines = lines();
    if (wide) {
      out.println(Colors.of(command).out(Style.BOLD, lines.getFirst()));
    }
    for (int i = 0; i < rows.size() - 1; i++) {
      if (wide) {
        out.println(lines.get(i + 1));
      } else {
        if (i > 0) {
          out.println();
        }
        block(i).forEach(out::println);
      }
      below
          .apply(i)
          .forEach(sentence -> out.println(Folding.toTerminal(BELOW, Visible.sentence(sentence))));
    }
  }

  /** A line for each cell of a row that has a value. */
  private List<String> block(int number) {
    List<String> header = rows.getFirst();
    List<String> row = rows.get(number + 1);
    int width = header.stream().mapToInt(String::length).max().orElse(0);
    List<String> lines = new ArrayList<>();
    for (int j = 0; j < row.size(); j++) {
      if (!row.get(j).equals(NONE)) {
        String name = header.get(j) + " ".repeat(width - header.get(j).length()) + BETWEEN;
        String cell = row.get(j);
        lines.add(cell.contains(" ") ? Folding.toTerminal(name, cell) : name + cell);
      }
    }
    return lines;
  }

  /** The same, only with columns that have a value. */
  public TextTable transposed() {
    TextTable transposed = new TextTable(column(0));
    for (int j = 1; j < rows.getFirst().size(); j++) {
      if (!isEmpty(column(j))) {
        transposed.add(column(j));
      }
    }
    return transposed;
  }

  /** Characters of the longest line. */
  public int width() {
    return lines().stream().mapToInt(String::length).max().orElse(0);
  }

  /** The header and the rows, without columns that have no value. */
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
    return cell.equals(NONE)
        || cell.matches("[-+]?\\d[\\d,./]*(e[-+]?\\d+)?(×10)?[⁻⁰¹²³⁴-⁹]*( (%|[µm]?s|GiB))?");
  }

  /** A loss or an error, in as many digits as a column has room for. */
  public static String number(OptionalDouble value) {
    return value.isPresent() ? Numbers.fixed(value.getAsDouble(), 3, 6) : NONE;
  }

  /** Seconds, to a thousandth. */
  public static String seconds(OptionalDouble value) {
    return value.isPresent() ? String.format(Locale.ROOT, "%.3f", value.getAsDouble()) : NONE;
  }

  /** A share of one in percent. */
  public static String percent(OptionalDouble value) {
    return value.isPresent()
        ? String.format(Locale.ROOT, "%.2f %%", 100 * value.getAsDouble())
        : NONE;
  }
}
