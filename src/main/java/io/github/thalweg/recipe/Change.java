package io.github.thalweg.recipe;

import io.github.thalweg.InvalidInputException;
import java.util.function.Function;

/** What a command line puts in the place of a setting of a run file, and how it was typed. */
public sealed interface Change {
  /** As it was typed, option and value. */
  String typed();

  /** Full key of the setting. */
  String key();

  /**
   * A value in YAML.
   *
   * @param option that it was given with: {@code --set}, or one of its own, such as {@code
   *     --epochs}
   */
  record Setting(String option, String key, String value) implements Change {
    private static final String SET = "--set";

    /**
     * What {@code --set} takes.
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

    /** The option, with the key where it does not tell it. */
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
   * @param start of the recipe that there is otherwise
   */
  record OtherStart(String typed, Function<Recipe, Start> start) implements Change {
    @Override
    public String key() {
      return "init";
    }
  }
}
