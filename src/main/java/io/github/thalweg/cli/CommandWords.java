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
    return "thalweg "
        + arguments.stream()
            .map(word ->
                PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'")
            .collect(Collectors.joining(" "));
  }
}
