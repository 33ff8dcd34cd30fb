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
 * Where the settings of a recipe come from: a run file or a built-in recipe, and what a command
 * line puts in the place of some. What is wrong with the recipe is said with the place first that
 * brought it in; a built-in recipe and its changes are not named.
 */
public final class RecipeOrigin {
  private final String nameOrFile;
  private final List<Change> changes;

  /** Of one of several runs: for each key that had a list, the element that was taken. */
  private final Map<String, String> chosen;

  /**
   * @param nameOrFile as {@link RunFile#read} takes it
   * @param changes are applied in their order
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
   * @throws InvalidInputException when there is no such recipe, or something in it is wrong
   */
  public Recipe read() {
    ObjectNode tree = tree(changes);
    return naming(some -> some.equals(changes) ? recipe(tree, some) : read(some));
  }

  /**
   * The recipes, where lists may stand in the place of one value.
   *
   * @throws InvalidInputException as {@link #read} does, and for an empty list
   */
  public List<RunFile.Variant> variants() {
    ObjectNode tree = tree(changes);
    return naming(some -> variants(some.equals(changes) ? tree : tree(some), some));
  }

  /**
   * Does something with the recipe.
   *
   * @param recipe as it was read
   * @param work is done again, with less of the changes, to find the one that is to blame
   */
  public <T> T naming(Recipe recipe, Function<Recipe, T> work) {
    return naming(some -> work.apply(some.equals(changes) ? recipe : readAgain(some)));
  }

  /** A recipe that cannot be read says nothing about what was done with it. */
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
      // An option that is itself the matter is named already.
      if (!RunFile.isFile(nameOrFile) || e.getMessage().startsWith("--")) {
        throw e;
      }
      throw new InvalidInputException(place(work, e) + ": " + e.getMessage(), e);
    }
  }

  /**
   * The last change of the setting that a sentence begins with; else of one that it names and that
   * it is not said without; else the first that it is not said without.
   */
  private String place(Function<List<Change>, ?> work, InvalidInputException failure) {
    String sentence = failure.getMessage();
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

  /** Whether a key says in a sentence what it is; model, loss and batch are also said of others. */
  private static boolean isNoPlainWord(String key) {
    return key.indexOf('.') > 0 || key.equals("init");
  }

  /** The key of a change as sentences write it, or of what is inside of its block or list. */
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

  /** Of the variants that there are with less of the changes, the one that is most like this. */
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

  /** Of one of several runs: an option that gave several values is named with this one alone. */
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

  /** A value that a list has twice, in whatever spelling, would be trained twice for nothing. */
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
