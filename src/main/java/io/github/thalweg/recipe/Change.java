package io.github.thalweg.recipe;

import io.github.thalweg.InvalidInputException;
import java.util.function.Function;

/** A setting from the command line that replaces one of a run file, and how the user typed it. */
public sealed interface Change {
  /** Option and value, as the user typed them. */
  String typed();

  /** Full key of the setting. */
  String key();

  /**
   * A value in YAML.
   *
   * @param option that gave it: {@code --set}, or the setting's own option, such as {@code
   *     --epochs}
   */
  record Setting(String option, String key, String value) implements Change {
    private static final String SET = "--set";

    /**
     * A change from the argument of {@code --set}.
     *
     * @param assignment {@code key.path=value}
     * @throws InvalidInputException when it is not of that form
     */
    public static Setting assigned(String assignment) {
      int equals = assignment.indexOf('=');
      if (equals < 1) {
        throw new InvalidInputException(
            "--set takes key=value, for example --set optimizer.sgd.lr=0.01; '"
                + assignment
                + "' is not of that form.");
      }
      return new Setting(
          SET, assignment.substring(0, equals).strip(), assignment.substring(equals + 1));
    }

    @Override
    public String typed() {
      return option.equals(SET) ? SET + " " + key + "=" + value : option + " " + value;
    }

    /** The option, with the key if the option does not contain it. */
    String place() {
      return option.equals(SET) ? SET + " " + key : option;
    }

    Setting with(String other) {
      return new Setting(option, key, other);
    }
  }

  /**
   * Other start weights.
   *
   * @param start the recipe's own start
   */
  record OtherStart(String typed, Function<Recipe, Start> start) implements Change {
    @Override
    public String key() {
      return "init";
    }
  }
}
