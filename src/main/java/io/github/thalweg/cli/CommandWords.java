package io.github.thalweg.cli;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The command as it was typed, so that it can be typed again. */
final class CommandWords {
  private static final Pattern PLAIN = Pattern.compile("[\\w@%+=:,./-]+");

  private CommandWords() {}

  /** One line for a shell; words with other than plain characters are quoted. */
  static String of(List<String> arguments) {
    return ProgramName.typed()
        + " "
        + arguments.stream().map(CommandWords::quoted).collect(Collectors.joining(" "));
  }

  /** A word as a shell takes it for one. */
  static String quoted(String word) {
    return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
