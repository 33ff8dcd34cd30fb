package io.github.thalweg.cli;

import io.github.thalweg.InvalidInputException;
import io.github.thalweg.recipe.FlatSettings;
import io.github.thalweg.recipe.RunFile;
import java.io.File;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** The message for a word that a command does not know. */
final class UnknownWord {
  private UnknownWord() {}

  /**
   * A sentence with the words that the user may have meant.
   *
   * @param command that was given the word
   * @param arguments all of the line
   */
  static String sentence(CommandLine command, String word, String[] arguments) {
    if (word.startsWith("-")) {
      List<String> options =
          command.getCommandSpec().options().stream().map(OptionSpec::longestName).toList();
      return setting(word, options, arguments)
          .orElseGet(
              () -> InvalidInputException.unknown("an option here", word, options).getMessage());
    }
    if (command.getSubcommands().containsKey("list") && new File(word).isDirectory()) {
      return "'"
          + word
          + "' is a folder, not a command; list what is in it with: "
          + command.getCommandSpec().qualifiedName()
          + " list "
          + word;
    }
    if (!command.getSubcommands().isEmpty()) {
      return InvalidInputException.unknown("a command", word, command.getSubcommands().keySet())
          .getMessage();
    }
    return "'" + word + "' is one argument too many; quote values that have spaces in them";
  }

  /** For an option that is a setting of the recipe: {@code --lr 0.1} is {@code --set …lr=0.1}. */
  private static Optional<String> setting(String word, List<String> options, String[] arguments) {
    String name = word.replaceFirst("^--?", "").replaceFirst("=.*", "");
    if (!options.contains("--set") || name.isEmpty()) {
      return Optional.empty();
    }
    return Arrays.stream(arguments)
        .filter(RunFile::isRecipe)
        .findFirst()
        .map(recipe -> keys(name, recipe))
        .filter(keys -> !keys.isEmpty())
        .map(keys ->
            "'--"
                + name
                + "' is not an option here; it is a setting of the recipe: "
                + String.join(
                    " or ",
                    keys.stream()
                        .map(key -> "--set " + key + "=" + value(word, arguments))
                        .toList()));
  }

  private static List<String> keys(String name, String recipe) {
    try {
      return FlatSettings.keysFor(name, RunFile.read(recipe));
    } catch (InvalidInputException _) {
      return List.of(); // Errors in the recipe are reported elsewhere.
    }
  }

  private static String value(String word, String[] arguments) {
    int at = Arrays.asList(arguments).indexOf(word);
    if (word.contains("=")) {
      return word.substring(word.indexOf('=') + 1);
    }
    return at >= 0 && at + 1 < arguments.length && !arguments[at + 1].startsWith("--")
        ? arguments[at + 1]
        : "…";
  }
}
