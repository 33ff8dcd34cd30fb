package io.github.thalweg.cli.terminal;

import io.github.thalweg.InvalidInputException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;

/**
 * Which of the two streams has colours: {@code --color} decides, else {@code NO_COLOR} (see
 * no-color.org), else whether a terminal shows the stream.
 *
 * @param out whether the standard output may have colours
 * @param err whether the standard error may have colours
 */
public record Colors(boolean out, boolean err) {
  public static final Colors NONE = new Colors(false, false);
  public static final String OPTION = "--color";
  public static final List<String> CHOICES = List.of("auto", "always", "never");

  /**
   * The choice of the arguments and the environment; the arguments are read before they are parsed,
   * because help and error messages are coloured, too.
   *
   * @throws InvalidInputException for a choice that does not exist
   */
  public static Colors of(String[] arguments, Map<String, String> environment, Terminal terminal) {
    return switch (choice(arguments).orElse("auto")) {
      case "always" -> new Colors(true, true);
      case "never" -> NONE;
      default ->
          environment.getOrDefault("NO_COLOR", "").isEmpty()
                  && !environment.getOrDefault("TERM", "").equals("dumb")
              ? new Colors(terminal.out(), terminal.err())
              : NONE;
    };
  }

  /** The colours of the program that a command belongs to. */
  public static Colors of(CommandLine command) {
    return Program.of(command.getCommandSpec()).colors();
  }

  private static Optional<String> choice(String[] arguments) {
    Optional<String> last = Optional.empty();
    for (int i = 0; i < arguments.length; i++) {
      if (arguments[i].startsWith(OPTION + "=")) {
        last = Optional.of(arguments[i].substring(OPTION.length() + 1));
      } else if (arguments[i].equals(OPTION) && i + 1 < arguments.length) {
        last = Optional.of(arguments[i + 1]);
      }
    }
    last.filter(choice -> !CHOICES.contains(choice))
        .ifPresent(choice -> {
          throw InvalidInputException.unknown("a choice of " + OPTION, choice, CHOICES);
        });
    return last;
  }

  /** Styles words for the standard output. */
  public String out(Style style, String words) {
    return out ? style.of(words) : words;
  }

  /** Styles words for the standard error. */
  public String err(Style style, String words) {
    return err ? style.of(words) : words;
  }
}
