package io.github.thalweg.cli.terminal;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The word that users type to start this program: {@code scripts/thalweg} in a checkout, {@code
 * ./thalweg} in a bundle, {@code thalweg} where it is on the {@code PATH}. Texts say {@code
 * thalweg}; on the way to a terminal it becomes the word that works there.
 */
public final class ProgramName {
  private static final String PLAIN = "thalweg";

  /** The names of all commands, in the order of the help. */
  static final List<String> COMMANDS =
      List.of(
          "train",
          "runs",
          "report",
          "surface",
          "evaluate",
          "predict",
          "recipes",
          "devices",
          "doctor",
          "check",
          "bench",
          "limits",
          "device-check",
          "data",
          "completion");

  /** The program with a command after it, or with the placeholder of a synopsis. */
  private static final Pattern WITH_COMMAND =
      Pattern.compile(
          "(?<![\\w./-])" + PLAIN + " (?=(" + String.join("|", COMMANDS) + "|COMMAND)\\b|\\[|--)");

  /** Set for a process that this program starts: its answers are not for a terminal. */
  static final String VARIABLE = "THALWEG_NAME";

  private ProgramName() {}

  /** The word that starts the program here. */
  static String typed() {
    String given = System.getenv(VARIABLE);
    if (given != null && !given.isEmpty()) {
      return given;
    }
    return typed(
        System.getProperty("thalweg.command", PLAIN),
        System.getenv().getOrDefault("PATH", ""),
        Path.of("").toAbsolutePath());
  }

  /**
   * The word that starts a launcher in a shell.
   *
   * @param launcher as the shell called it: with its folder if it was found on the path
   * @param path the folders that a shell searches
   * @param here the shell's folder; paths below it can be short
   */
  static String typed(String launcher, String path, Path here) {
    Path file = Path.of(launcher);
    String word = launcher;
    if (file.isAbsolute() && List.of(path.split(File.pathSeparator, -1)).contains(folder(file))) {
      word = file.getFileName().toString();
    } else if (file.isAbsolute() && file.startsWith(here)) {
      Path below = here.relativize(file);
      word = (below.getNameCount() == 1 ? "./" : "") + below;
    }
    return CommandWords.quoted(word);
  }

  private static String folder(Path file) {
    return file.getParent().toString();
  }

  /** The text with commands of the program that can be typed as they are. */
  public static String in(String text) {
    return text.contains(PLAIN) ? in(text, typed()) : text;
  }

  public static String in(String text, String typed) {
    return WITH_COMMAND.matcher(text).replaceAll(Matcher.quoteReplacement(typed + " "));
  }
}
