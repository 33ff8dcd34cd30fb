package io.github.thalweg.cli.options;

import io.github.thalweg.recipe.Change;
import io.github.thalweg.recipe.RecipeOrigin;
import io.github.thalweg.recipe.SettingNames;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
      description = "How many times training goes through all training data.")
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
          "Which kernels a device uses: auto; on the CPU openblas, vector or loops; on a device of TornadoVM jit, prebuilt or library. Default: the recipe's, else auto.")
  private String kernels;

  @Option(
      names = "--precision",
      paramLabel = "P",
      completionCandidates = KernelsOption.Precisions.class,
      description =
          "Precision of the factors of matrix products: ${COMPLETION-CANDIDATES} (with --kernels library). Default:"
              + " the recipe's, else fp32.")
  private String precision;

  /** What a shell completes after {@code --set}. */
  static final class Keys implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return SettingNames.withValues().keySet().stream().map(name -> name + "=").iterator();
    }
  }

  /** A recipe with these changes. */
  public RecipeOrigin of(String nameOrFile) {
    return of(nameOrFile, List.of());
  }

  /**
   * A recipe with these changes and more.
   *
   * @param more come last
   */
  public RecipeOrigin of(String nameOrFile, List<Change> more) {
    List<Change> all = new ArrayList<>();
    assignments.forEach(assignment -> all.add(Change.Setting.assigned(assignment)));
    own().forEach((key, value) -> all.add(new Change.Setting("--" + key, key, value)));
    all.addAll(more);
    return new RecipeOrigin(nameOrFile, all);
  }

  /** Whether a setting, or one inside it, is among these changes. */
  public boolean change(String key) {
    return own().containsKey(key)
        || assignments.stream().anyMatch(assignment -> assignment.strip().startsWith(key + "="));
  }

  /** Settings that have their own option, with the values given. */
  private Map<String, String> own() {
    Map<String, String> own = new LinkedHashMap<>();
    own.put("epochs", epochs);
    own.put("seed", seed);
    own.put("kernels", kernels);
    own.put("precision", precision);
    own.values().removeIf(Objects::isNull);
    return own;
  }
}
