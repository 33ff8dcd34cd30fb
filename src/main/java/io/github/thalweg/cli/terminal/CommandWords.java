package io.github.thalweg.cli.terminal;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The command as it was typed, so that it can be typed again. */
public final class CommandWords {
  private static final Pattern PLAIN = Pattern.compile("[\\w@%+=:,./-]+");

  /** An option with a value joined to it. */
  private static final Pattern JOINED = Pattern.compile("(--[a-z]+)=(.*)", Pattern.DOTALL);

  /** Options that name a run, or its folder. */
  private static final Set<String> OF_A_RUN =
      Set.of("--set", "--out", "--epochs", "--seed", "--kernels", "--precision");

  private CommandWords() {}

  /** One line for a shell; words with special characters are quoted. */
  public static String of(List<String> arguments) {
    return ProgramName.typed()
        + " "
        + arguments.stream().map(CommandWords::quoted).collect(Collectors.joining(" "));
  }

  /**
   * The command of one run, where lists in a command or its run file make several.
   *
   * @param chosen its values of the settings with lists, by their full keys
   * @param folder the run's own folder; it replaces the folder that the command names for all runs
   */
  public static String ofOne(List<String> arguments, Map<String, String> chosen, Path folder) {
    Map<String, String> unsaid = new LinkedHashMap<>(chosen);
    List<String> words = new ArrayList<>();
    Iterator<String> rest = arguments.iterator();
    while (rest.hasNext()) {
      String word = rest.next();
      Matcher joined = JOINED.matcher(word);
      String option = joined.matches() ? joined.group(1) : word;
      if (!OF_A_RUN.contains(option)) {
        words.add(word);
      } else {
        words.add(option);
        String value = joined.matches() ? joined.group(2) : rest.next();
        words.add(option.equals("--out") ? folder.toString() : own(option, value, chosen, unsaid));
      }
    }
    unsaid.forEach((key, value) -> words.addAll(List.of("--set", key + "=" + value)));
    return of(words);
  }

  /** A value of an option, or the run's own value if the option gave a list. */
  private static String own(
      String option, String value, Map<String, String> chosen, Map<String, String> unsaid) {
    if (!option.equals("--set")) {
      unsaid.remove(option.substring(2));
      return chosen.getOrDefault(option.substring(2), value);
    }
    String key = value.substring(0, Math.max(0, value.indexOf('='))).strip();
    unsaid.remove(key);
    return chosen.containsKey(key) ? key + "=" + chosen.get(key) : value;
  }

  /** Quotes a word for a shell. */
  static String quoted(String word) {
    return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
