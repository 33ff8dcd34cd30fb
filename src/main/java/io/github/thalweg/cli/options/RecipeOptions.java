package io.github.thalweg.cli.options;

import io.github.thalweg.InvalidInputException;
import io.github.thalweg.cli.terminal.Busy;
import io.github.thalweg.cli.terminal.Screen;
import io.github.thalweg.recipe.Recipe;
import io.github.thalweg.recipe.RunFile;
import io.github.thalweg.recipe.SettingNames;
import io.github.thalweg.train.PreparedRun;
import io.github.thalweg.train.RunFolder;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import picocli.CommandLine.Option;

/** Options that change a recipe. */
public final class RecipeOptions {
  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      completionCandidates = Keys.class,
      description =
          "Replaces a setting of the recipe, for example optimizer.sgd.lr=0.01. May be repeated."
              + " thalweg train takes a list, too, and trains each: optimizer.sgd.lr=[0.01,0.1].")
  private List<String> assignments = new ArrayList<>();

  @Option(
      names = "--epochs",
      paramLabel = "N",
      description = "Times the whole training data is gone through.")
  private String epochs;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Seed of the start and of the batches' order.")
  private String seed;

  @Option(
      names = "--kernels",
      paramLabel = "K",
      completionCandidates = KernelsOption.Keys.class,
      description =
          "Which kernels a device uses: auto; on the CPU openblas, vector or loops; on a device of TornadoVM jit, prebuilt or library. Default: what the recipe says, else auto.")
  private String kernels;

  @Option(
      names = "--precision",
      paramLabel = "P",
      completionCandidates = KernelsOption.Precisions.class,
      description =
          "What matrix products make of float32 numbers: ${COMPLETION-CANDIDATES} (with --kernels library). Default: what"
              + " the recipe says, else fp32.")
  private String precision;

  /** What a shell completes behind {@code --set}. */
  static final class Keys implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return SettingNames.withValues().keySet().stream().map(name -> name + "=").iterator();
    }
  }

  /** The recipe with these changes. */
  public Recipe read(String nameOrFile) {
    return naming(() -> RunFile.read(nameOrFile, all()));
  }

  /** The recipes with these changes, of which lists make several. */
  public List<RunFile.Variant> readAll(String nameOrFile) {
    return naming(() -> RunFile.readAll(nameOrFile, all()));
  }

  /** A recipe that was read with these changes, with its data. */
  public PreparedRun prepared(Recipe recipe, String nameOrFile, Screen screen) {
    return prepared(new RunFile.Variant(recipe, Map.of()), nameOrFile, screen);
  }

  /** One of several that were read with these changes, with its data. */
  public PreparedRun prepared(RunFile.Variant variant, String nameOrFile, Screen screen) {
    Map<String, String> chosen = variant.chosen();
    List<String> assigned =
        all().stream()
            .map(assignment -> {
              String key = assignment.substring(0, assignment.indexOf('=')).strip();
              return chosen.containsKey(key) ? key + "=" + chosen.get(key) : assignment;
            })
            .toList();
    try (Busy _ = new Busy(screen, "Reading the data")) {
      return naming(() -> PreparedRun.of(variant.recipe(), nameOrFile, assigned));
    }
  }

  /** A run's own recipe that was read with these changes, with its data as its model takes it. */
  public PreparedRun prepared(Recipe recipe, RunFolder run, Screen screen) {
    try (Busy _ = new Busy(screen, "Reading the data")) {
      return naming(() -> PreparedRun.of(recipe, run, all()));
    }
  }

  /** Options of their own for settings, and what was given for them. */
  private Map<String, String> own() {
    Map<String, String> own = new LinkedHashMap<>();
    own.put("epochs", epochs);
    own.put("seed", seed);
    own.put("kernels", kernels);
    own.put("precision", precision);
    own.values().removeIf(Objects::isNull);
    return own;
  }

  private List<String> all() {
    List<String> all = new ArrayList<>(assignments);
    own().forEach((key, value) -> all.add(key + "=" + value));
    return all;
  }

  /** What is wrong with an option of its own is not said of a {@code --set} that nobody typed. */
  private <T> T naming(Supplier<T> work) {
    try {
      return work.get();
    } catch (InvalidInputException e) {
      for (Map.Entry<String, String> option : own().entrySet()) {
        String set = "--set " + option.getKey() + "=" + option.getValue() + ": ";
        if (e.getMessage().startsWith(set)
            && !assignments.contains(option.getKey() + "=" + option.getValue())) {
          String typed = "--" + option.getKey() + " " + option.getValue() + ": ";
          throw new InvalidInputException(typed + e.getMessage().substring(set.length()), e);
        }
      }
      throw e;
    }
  }
}
