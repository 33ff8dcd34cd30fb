package io.github.thalweg.cli.terminal;

import java.util.List;
import java.util.OptionalInt;

/**
 * Which of the two streams a terminal shows. Java cannot tell them apart; the launcher can, and
 * says so in {@code thalweg.terminal}: {@code out}, {@code err}, both with a comma, or nothing; and
 * in {@code thalweg.columns} the width of the terminal, or the wanted width of the output.
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

  /** The width of the standard output, if a terminal shows it or {@code COLUMNS} says it. */
  public static OptionalInt columns() {
    int columns = Integer.getInteger("thalweg.columns", 0);
    return columns > 0 ? OptionalInt.of(columns) : OptionalInt.empty();
  }

  /** Whether there is a user at a terminal to ask. */
  @SuppressWarnings(
      "SystemConsoleNull") // JDK 25 gives null again if there is no terminal to type on.
  public static boolean isAnswered() {
    return System.console() != null && System.console().isTerminal();
  }
}
