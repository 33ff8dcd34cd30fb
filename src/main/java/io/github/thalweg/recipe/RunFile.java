package io.github.thalweg.recipe;

import io.github.thalweg.FileTrouble;
import io.github.thalweg.InvalidInputException;
import io.github.thalweg.files.InputFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;
import tools.jackson.dataformat.yaml.YAMLWriteFeature;

/**
 * Run files: built-in recipes, YAML files of the user's, and the {@code run.yaml} of a finished
 * run.
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
   * @throws InvalidInputException when there is no such recipe, or something in it is wrong
   */
  public static Recipe read(String nameOrFile, List<String> assignments) {
    ObjectNode root = tree(nameOrFile, assignments);
    return naming(
        nameOrFile,
        assignments,
        some -> recipe(nameOrFile, some.equals(assignments) ? root : tree(nameOrFile, some)));
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
   * One of several runs that lists in a run file ask for.
   *
   * @param chosen for each list's key the element that this run takes, as text; empty where there
   *     are no lists
   */
  public record Variant(Recipe recipe, Map<String, String> chosen) {}

  /**
   * Reads a recipe in which a list may stand where {@link #read} wants one value: {@code lr: [0.01,
   * 0.1]}. Every combination of such lists is a run.
   *
   * @throws InvalidInputException as {@code read} does, and for an empty list
   */
  public static List<Variant> readAll(String nameOrFile, List<String> assignments) {
    ObjectNode root = tree(nameOrFile, assignments);
    return naming(
        nameOrFile,
        assignments,
        some -> variants(nameOrFile, some.equals(assignments) ? root : tree(nameOrFile, some)));
  }

  private static List<Variant> variants(String nameOrFile, ObjectNode root) {
    List<Variant> variants = new ArrayList<>();
    for (Sweep.Variant variant : Sweep.expand(root)) {
      Map<String, String> chosen = new LinkedHashMap<>();
      variant
          .chosen()
          .forEach((key, value) ->
              chosen.put(key, value.isString() ? value.stringValue() : value.toString()));
      variants.add(new Variant(recipe(nameOrFile, variant.tree()), chosen));
    }
    return requireDifferent(variants);
  }

  /** A value that a list has twice, in whatever spelling, would be trained twice for nothing. */
  private static List<Variant> requireDifferent(List<Variant> variants) {
    Map<String, Variant> seen = new HashMap<>();
    for (Variant variant : variants) {
      Variant same = seen.putIfAbsent(write(variant.recipe()), variant);
      if (same != null) {
        throw new InvalidInputException(
            "These lists train the same twice: "
                + words(same.chosen())
                + " and "
                + words(variant.chosen())
                + "; give each value once.");
      }
    }
    return variants;
  }

  private static String words(Map<String, String> chosen) {
    return chosen.entrySet().stream()
        .map(setting -> setting.getKey() + "=" + setting.getValue())
        .collect(Collectors.joining(", "));
  }

  /** Whether a word names a built-in recipe, or a run file by its ending. */
  public static boolean isRecipe(String word) {
    return BUILT_IN.contains(word) || isFile(word);
  }

  private static Path path(String nameOrFile) {
    return InputFile.named(Path.of(""), nameOrFile);
  }

  private static boolean isFile(String nameOrFile) {
    return nameOrFile.endsWith(".yaml") || nameOrFile.endsWith(".yml");
  }

  private static ObjectNode tree(String nameOrFile, List<String> assignments) {
    boolean file = isFile(nameOrFile);
    if (!file && !BUILT_IN.contains(nameOrFile)) {
      requireNothingElse(path(nameOrFile));
      throw InvalidInputException.unknown("a recipe, nor a run file (.yaml)", nameOrFile, BUILT_IN);
    }
    JsonNode tree =
        YamlTree.parse(
            file ? text(path(nameOrFile).toAbsolutePath()) : builtIn(nameOrFile),
            file ? nameOrFile : "recipe " + nameOrFile,
            "");
    if (tree.isMissingNode()) {
      throw new InvalidInputException(
          nameOrFile + " is empty; thalweg recipes --explain prints what a run file can say.");
    }
    if (!(tree instanceof ObjectNode root)) {
      throw new InvalidInputException(
          nameOrFile + " must hold settings, key: value; it holds " + tree + ".");
    }
    assignments.forEach(assignment -> Overrides.apply(root, assignment));
    return root;
  }

  /**
   * Says what to do with what is taken for a recipe: a run's folder, a run file's name, or data.
   */
  private static void requireNothingElse(Path path) {
    Path settings = path.resolve("run.yaml");
    Path file = Path.of(path + ".yaml");
    String remedy =
        Files.isRegularFile(settings)
            ? " is the folder of a run; go on with it with --resume "
                + path
                + ", or train the same anew with "
                + settings
                + "."
            : Files.isRegularFile(file)
                ? " is not a recipe, but there is a run file " + file + "."
                : Files.isRegularFile(path)
                    ? " is not a run file, whose name ends in .yaml; data stand in one as data.path, and thalweg recipes"
                        + " --explain prints what else does."
                    : "";
    if (!remedy.isEmpty()) {
      throw new InvalidInputException(path + remedy);
    }
  }

  private static Recipe recipe(String nameOrFile, ObjectNode root) {
    boolean file = isFile(nameOrFile);
    Path path = path(nameOrFile).toAbsolutePath();
    String fileName = path.getFileName().toString();
    String name = file ? fileName.substring(0, fileName.lastIndexOf('.')) : nameOrFile;
    return RecipeReader.read(name, root, file ? path.getParent() : Path.of(""));
  }

  /**
   * Does something with what a run file says; what is wrong is said with the file's name first, or
   * with the assignment that brought it in.
   *
   * @param nameOrFile as {@link #read(String, List)} takes it; a built-in recipe is not named
   * @param assignments as {@code read} takes them
   * @param work with some of the assignments: with all of them, and again with the first ones alone
   *     to find the one that is to blame
   */
  public static <T> T naming(
      String nameOrFile, List<String> assignments, Function<List<String>, T> work) {
    try {
      return work.apply(assignments);
    } catch (InvalidInputException e) {
      if (!isFile(nameOrFile)) {
        throw e;
      }
      int blamed = assignments.size();
      while (blamed > 0 && failsAlike(work, assignments.subList(0, blamed - 1), e)) {
        blamed--;
      }
      String where = blamed == 0 ? nameOrFile : "--set " + assignments.get(blamed - 1);
      throw new InvalidInputException(where + ": " + e.getMessage(), e);
    }
  }

  private static boolean failsAlike(
      Function<List<String>, ?> work, List<String> assignments, InvalidInputException failure) {
    try {
      var _ = work.apply(assignments);
      return false;
    } catch (InvalidInputException e) {
      return e.getMessage().equals(failure.getMessage());
    }
  }

  /** Every setting of a recipe, as the tree that {@link #write} writes. */
  public static Map<String, Object> settings(Recipe recipe) {
    return RecipeWriter.tree(recipe);
  }

  /**
   * The recipe of settings that {@link #settings} has given and that were kept as JSON.
   *
   * @throws InvalidInputException when something in them is wrong
   */
  public static Recipe ofSettings(JsonNode settings) {
    return RecipeReader.read("", settings, Path.of(""));
  }

  /** A recipe as a run file that has every setting in it. */
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

  private static String text(Path path) {
    try {
      return InputFile.text(path);
    } catch (IOException e) {
      throw new InvalidInputException(
          "The run file "
              + path
              + " cannot be read"
              + (Files.exists(path)
                  ? ": " + FileTrouble.reason(e) + "."
                  : "; there is no such file."),
          e);
    }
  }
}
