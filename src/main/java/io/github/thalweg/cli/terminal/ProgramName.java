package io.github.thalweg.cli.terminal;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What people type to start this program: {@code scripts/thalweg} in a checkout, {@code ./thalweg}
 * in a bundle, {@code thalweg} where it is on the {@code PATH}. Texts say {@code thalweg}; where
 * they leave for a terminal, it becomes what works there.
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

  /** The program with a command behind it, or what stands for one in a synopsis. */
  private static final Pattern WITH_COMMAND =
      Pattern.compile(
          "(?<![\\w./-])" + PLAIN + " (?=(" + String.join("|", COMMANDS) + "|COMMAND)\\b|\\[|--)");

  /** Set for a process that this program starts itself: its answers are not for a terminal. */
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
   * The word that a shell needs for a launcher.
   *
   * @param launcher as the shell called it: with its folder where it was found on the path
   * @param path the folders where a shell looks
   * @param here where the shell is; what is below need not be said in full
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

  /** A text in which commands of the program can be typed as they stand. */
  public static String in(String text) {
    return text.contains(PLAIN) ? in(text, typed()) : text;
  }

  public static String in(String text, String typed) {
    return WITH_COMMAND.matcher(text).replaceAll(Matcher.quoteReplacement(typed + " "));
  }
}
