package io.github.thalweg.recipe;

import io.github.thalweg.InvalidInputException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The source of a recipe's settings: a run file or a built-in recipe, and the changes of a command
 * line. A message about the recipe begins with the place of the mistake; a built-in recipe without
 * changes is not named.
 */
public final class RecipeOrigin {
  /** The beginning of a sentence that says which line of which data file is wrong. */
  private static final Pattern LINE_OF_A_FILE = Pattern.compile("[^:]+, line \\d+, column ");

  private final String nameOrFile;
  private final List<Change> changes;

  /** For one of several runs: the chosen element for each key with a list. */
  private final Map<String, String> chosen;

  /**
   * @param nameOrFile as for {@link RunFile#read}
   * @param changes applied in their order
   */
  public RecipeOrigin(String nameOrFile, List<Change> changes) {
    this(nameOrFile, changes, Map.of());
  }

  private RecipeOrigin(String nameOrFile, List<Change> changes, Map<String, String> chosen) {
    this.nameOrFile = nameOrFile;
    this.changes = List.copyOf(changes);
    this.chosen = chosen;
  }

  /**
   * The recipe.
   *
   * @throws InvalidInputException when there is no such recipe, or it holds a mistake
   */
  public Recipe read() {
    ObjectNode tree = tree(changes);
    return naming(some -> some.equals(changes) ? recipe(tree, some) : read(some));
  }

  /**
   * The recipes, with lists allowed in place of one value.
   *
   * @throws InvalidInputException as {@link #read}, and for an empty list
   */
  public List<RunFile.Variant> variants() {
    ObjectNode tree = tree(changes);
    return naming(some -> variants(some.equals(changes) ? tree : tree(some), some));
  }

  /**
   * Does something with the recipe.
   *
   * @param recipe as it was read
   * @param work is done again with fewer changes, to find the wrong one
   */
  public <T> T naming(Recipe recipe, Function<Recipe, T> work) {
    return naming(some -> work.apply(some.equals(changes) ? recipe : readAgain(some)));
  }

  /** A recipe that cannot be read says nothing about the work. */
  private static final class Unread extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private Unread(InvalidInputException cause) {
      super(cause);
    }
  }

  private Recipe readAgain(List<Change> some) {
    try {
      return read(some);
    } catch (InvalidInputException e) {
      throw new Unread(e);
    }
  }

  private <T> T naming(Function<List<Change>, T> work) {
    try {
      return work.apply(changes);
    } catch (InvalidInputException e) {
      // The message already names the option.
      if (!RunFile.isFile(nameOrFile) || e.getMessage().startsWith("--")) {
        throw e;
      }
      throw new InvalidInputException(place(work, e) + ": " + e.getMessage(), e);
    }
  }

  /**
   * The setting of the file if the sentence has the line of one; else the last change of the
   * setting at the beginning of a sentence; else of a setting in it without which the sentence does
   * not appear; else the first change without which it does not appear.
   */
  private String place(Function<List<Change>, ?> work, InvalidInputException failure) {
    String sentence = failure.getMessage();
    if (LINE_OF_A_FILE.matcher(sentence).lookingAt()) {
      return changes.reversed().stream()
          .filter(change -> change.key().equals("data.path"))
          .map(Change::typed)
          .findFirst()
          .orElse(nameOrFile);
    }
    for (Change change : changes.reversed()) {
      if (named(change).matcher(sentence).lookingAt()) {
        return change.typed();
      }
    }
    for (Change change : changes.reversed()) {
      List<Change> others = changes.stream().filter(other -> !other.equals(change)).toList();
      if (isNoPlainWord(change.key())
          && named(change).matcher(sentence).find()
          && !failsAlike(work, others, failure)) {
        return change.typed();
      }
    }
    int blamed = changes.size();
    while (blamed > 0 && failsAlike(work, List.copyOf(changes.subList(0, blamed - 1)), failure)) {
      blamed--;
    }
    return blamed == 0 ? nameOrFile : changes.get(blamed - 1).typed();
  }

  /**
   * Whether a key is clear in a sentence; the words model, loss and batch have other meanings, too.
   */
  private static boolean isNoPlainWord(String key) {
    return key.indexOf('.') > 0 || key.equals("init");
  }

  /** The key of a change as in sentences, or a key inside its block or list. */
  private static Pattern named(Change change) {
    String key = change.key().replaceAll("\\.(\\d+)(?=\\.|$)", "[$1]");
    return Pattern.compile("(?<![\\w.])" + Pattern.quote(key) + "(?!\\w)");
  }

  private static boolean failsAlike(
      Function<List<Change>, ?> work, List<Change> some, InvalidInputException failure) {
    try {
      var _ = work.apply(some);
      return false;
    } catch (InvalidInputException e) {
      return e.getMessage().equals(failure.getMessage());
    } catch (Unread _) {
      return true;
    }
  }

  private ObjectNode tree(List<Change> some) {
    ObjectNode tree = RunFileTree.of(nameOrFile);
    for (Change change : some) {
      if (change instanceof Change.Setting setting) {
        Overrides.apply(tree, setting);
      }
    }
    return tree;
  }

  private Recipe read(List<Change> some) {
    ObjectNode tree = tree(some);
    return recipe(chosen.isEmpty() ? tree : chosen(Sweep.expand(tree)).tree(), some);
  }

  /** The variant with fewer changes that is most like this one. */
  private Sweep.Variant chosen(List<Sweep.Variant> variants) {
    return variants.stream()
        .filter(variant ->
            variant.chosen().entrySet().stream()
                .allMatch(entry -> {
                  String value = text(entry.getValue());
                  return chosen.getOrDefault(entry.getKey(), value).equals(value);
                }))
        .findFirst()
        .orElse(variants.getFirst());
  }

  private Recipe recipe(ObjectNode tree, List<Change> some) {
    Recipe recipe = RunFileTree.recipe(nameOrFile, tree);
    for (Change change : some) {
      if (change instanceof Change.OtherStart other) {
        recipe = recipe.startingFrom(other.start().apply(recipe));
      }
    }
    return recipe;
  }

  private List<RunFile.Variant> variants(ObjectNode root, List<Change> some) {
    List<RunFile.Variant> variants = new ArrayList<>();
    for (Sweep.Variant variant : Sweep.expand(root)) {
      Map<String, String> elements = new LinkedHashMap<>();
      variant.chosen().forEach((key, value) -> elements.put(key, text(value)));
      variants.add(new RunFile.Variant(recipe(variant.tree(), some), elements, ofOne(elements)));
    }
    return requireDifferent(variants);
  }

  /** For one of several runs: an option with several values is named with only this one. */
  private RecipeOrigin ofOne(Map<String, String> elements) {
    return new RecipeOrigin(
        nameOrFile,
        changes.stream()
            .map(change ->
                change instanceof Change.Setting setting && elements.containsKey(setting.key())
                    ? setting.with(elements.get(setting.key()))
                    : change)
            .toList(),
        elements);
  }

  private static String text(JsonNode element) {
    return element.isString() ? element.stringValue() : element.toString();
  }

  /** A value that is twice in a list, in any spelling, would be trained twice. */
  private static List<RunFile.Variant> requireDifferent(List<RunFile.Variant> variants) {
    Map<String, RunFile.Variant> seen = new HashMap<>();
    for (RunFile.Variant variant : variants) {
      RunFile.Variant same = seen.putIfAbsent(RunFile.write(variant.recipe()), variant);
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
}
