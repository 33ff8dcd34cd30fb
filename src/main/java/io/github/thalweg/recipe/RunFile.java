package io.github.thalweg.recipe;

import io.github.thalweg.InvalidInputException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;
import tools.jackson.dataformat.yaml.YAMLWriteFeature;

/**
 * Run files: built-in recipes, the user's YAML files, and the {@code run.yaml} of a finished run.
 */
public final class RunFile {
  /** The built-in recipes, the simplest first. */
  public static final List<String> BUILT_IN =
      List.of("seed", "line", "hills", "iris", "digits", "mnist", "fashion-mnist");

  private static final YAMLMapper YAML =
      YAMLMapper.builder()
          .disable(YAMLWriteFeature.WRITE_DOC_START_MARKER)
          .enable(YAMLWriteFeature.MINIMIZE_QUOTES)
          .enable(YAMLWriteFeature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
          .build();

  private RunFile() {}

  /**
   * Reads a recipe.
   *
   * @param nameOrFile a built-in recipe's name, or a path that ends in {@code .yaml} or {@code
   *     .yml}
   * @param assignments {@code key.path=value}, applied in order
   * @throws InvalidInputException when there is no such recipe, or it holds a mistake
   */
  public static Recipe read(String nameOrFile, List<String> assignments) {
    return origin(nameOrFile, assignments).read();
  }

  /**
   * As {@link #read(String, List)}.
   *
   * @param assignments {@code key.path=value}, applied in order
   */
  public static Recipe read(String nameOrFile, String... assignments) {
    return read(nameOrFile, List.of(assignments));
  }

  /**
   * One of several runs from lists in a run file.
   *
   * @param chosen the element of this run for each list's key, as text; empty if there are no lists
   * @param origin of the recipe
   */
  public record Variant(Recipe recipe, Map<String, String> chosen, RecipeOrigin origin) {}

  /**
   * Reads a recipe with lists allowed where {@link #read} wants one value: {@code lr: [0.01, 0.1]}.
   * Every combination of such lists is a run.
   *
   * @throws InvalidInputException as {@code read}, and for an empty list
   */
  public static List<Variant> readAll(String nameOrFile, List<String> assignments) {
    return origin(nameOrFile, assignments).variants();
  }

  private static RecipeOrigin origin(String nameOrFile, List<String> assignments) {
    return new RecipeOrigin(
        nameOrFile, assignments.stream().<Change>map(Change.Setting::assigned).toList());
  }

  /** Whether a word names a built-in recipe, or a run file by its ending. */
  public static boolean isRecipe(String word) {
    return BUILT_IN.contains(word) || isFile(word);
  }

  static boolean isFile(String nameOrFile) {
    return nameOrFile.endsWith(".yaml") || nameOrFile.endsWith(".yml");
  }

  /** Every setting of a recipe, as the tree that {@link #write} writes. */
  public static Map<String, Object> settings(Recipe recipe) {
    return RecipeWriter.tree(recipe);
  }

  /**
   * The recipe from the settings of {@link #settings}, saved as JSON.
   *
   * @throws InvalidInputException when they hold a mistake
   */
  public static Recipe ofSettings(JsonNode settings) {
    return RecipeReader.read("", settings, Path.of(""));
  }

  /** A recipe as a run file with every setting. */
  public static String write(Recipe recipe) {
    return YAML.writeValueAsString(RecipeWriter.tree(recipe));
  }

  /** A built-in recipe's run file, with its comments. */
  public static String builtIn(String name) {
    try (InputStream resource = RunFile.class.getResourceAsStream(name + ".yaml")) {
      return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Every setting of a run file with its default, as a run file with comments. */
  public static String reference() {
    return builtIn("reference");
  }
}
