package io.github.thalweg.cli.terminal;

import java.util.List;
import java.util.OptionalInt;

/**
 * Which of the two streams a terminal shows. Java cannot tell them apart; the launcher can, and
 * says so in {@code thalweg.terminal}: {@code out}, {@code err}, both with a comma, or nothing; and
 * in {@code thalweg.columns} how wide the terminal is, or the output is to be.
 */
public record Terminal(boolean out, boolean err) {
  public static Terminal ofThisProcess() {
    String told = System.getProperty("thalweg.terminal");
    if (told == null) {
      boolean both = isAnswered();
      return new Terminal(both, both);
    }
    List<String> streams = List.of(told.split(",", -1));
    return new Terminal(streams.contains("out"), streams.contains("err"));
  }

  /** How wide the standard output may be, where a terminal shows it or {@code COLUMNS} says so. */
  public static OptionalInt columns() {
    int columns = Integer.getInteger("thalweg.columns", 0);
    return columns > 0 ? OptionalInt.of(columns) : OptionalInt.empty();
  }

  /** Whether somebody sits at a terminal and can be asked. */
  @SuppressWarnings("SystemConsoleNull") // JDK 25 gives null again where nobody is there to type.
  public static boolean isAnswered() {
    return System.console() != null && System.console().isTerminal();
  }
}
