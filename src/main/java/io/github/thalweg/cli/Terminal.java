package io.github.thalweg.cli;

import java.util.List;

/**
 * Which of the two streams a terminal shows. Java cannot tell them apart; the launcher can, and
 * says so in {@code thalweg.terminal}: {@code out}, {@code err}, both with a comma, or nothing.
 */
record Terminal(boolean out, boolean err) {
  static Terminal ofThisProcess() {
    String told = System.getProperty("thalweg.terminal");
    if (told == null) {
      boolean both = isAnswered();
      return new Terminal(both, both);
    }
    List<String> streams = List.of(told.split(",", -1));
    return new Terminal(streams.contains("out"), streams.contains("err"));
  }

  /** Whether somebody sits at a terminal and can be asked. */
  @SuppressWarnings("SystemConsoleNull") // JDK 25 gives null again where nobody is there to type.
  static boolean isAnswered() {
    return System.console() != null && System.console().isTerminal();
  }
}
