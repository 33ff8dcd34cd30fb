package io.github.thalweg.cli.terminal;

import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Breaks lines that are wider than a terminal, between words. */
public final class Folding {
  /** Escape sequences of colours, which take no room. */
  private static final Pattern COLOR = Pattern.compile(OwnEscape.MARK + "\\[[;\\d]*m");

  /** A word with the space before it. */
  private static final Pattern WORD = Pattern.compile(" *[^ ]+");

  /** Fewer columns make a sentence hard to read. */
  private static final int NARROW = 30;

  private Folding() {}

  /** The text for the terminal that shows the standard output; unchanged if there is none. */
  public static String toTerminal(String text) {
    OptionalInt columns = Terminal.columns();
    return columns.isPresent() ? to(columns.getAsInt(), text) : text;
  }

  /** A line for the terminal that shows the standard output, folded after its beginning. */
  public static String toTerminal(String beginning, String text) {
    OptionalInt columns = Terminal.columns();
    return columns.isPresent() ? behind(columns.getAsInt(), beginning, text) : beginning + text;
  }

  /** Words that do not fit go below the text; below its beginning if that leaves little room. */
  static String behind(int columns, String beginning, String text) {
    int room = columns - width(beginning);
    return room < NARROW
        ? to(columns, beginning + text)
        : beginning + to(room, text).replace("\n", "\n" + " ".repeat(width(beginning)));
  }

  /** The text with no line wider than that, unless a single word is wider. */
  static String to(int columns, String text) {
    return text.lines().map(line -> fold(columns, line)).collect(Collectors.joining("\n"))
        + (text.endsWith("\n") ? "\n" : "");
  }

  /**
   * The next lines are a little to the right of the line's beginning; columns move closer together.
   */
  private static String fold(int columns, String line) {
    if (width(line) <= columns) {
      return line;
    }
    int indent = line.length() - line.stripLeading().length();
    String space = " ".repeat(Math.min(indent + 2, columns / 2));
    StringBuilder folded = new StringBuilder();
    int width = 0;
    Matcher words = WORD.matcher(line);
    while (words.find()) {
      String word = words.group();
      if (width > 0) {
        word = word.replaceFirst("^ {3,}", "  ");
      }
      if (width > 0 && width + width(word) > columns) {
        word = space + word.stripLeading();
        folded.append('\n');
        width = 0;
      }
      folded.append(word);
      width += width(word);
    }
    return folded.toString();
  }

  private static int width(String text) {
    return COLOR.matcher(text).replaceAll("").length();
  }
}
