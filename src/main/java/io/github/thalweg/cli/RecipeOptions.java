package io.github.thalweg.cli;

import io.github.thalweg.recipe.Recipe;
import io.github.thalweg.recipe.RunFile;
import io.github.thalweg.recipe.SettingNames;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import picocli.CommandLine.Option;

/** Options that change a recipe. */
final class RecipeOptions {
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
  Recipe read(String nameOrFile) {
    return RunFile.read(nameOrFile, all());
  }

  /** The recipes with these changes, of which lists make several. */
  List<RunFile.Variant> readAll(String nameOrFile) {
    return RunFile.readAll(nameOrFile, all());
  }

  private List<String> all() {
    List<String> all = new ArrayList<>(assignments);
    if (epochs != null) {
      all.add("epochs=" + epochs);
    }
    if (seed != null) {
      all.add("seed=" + seed);
    }
    if (kernels != null) {
      all.add("kernels=" + kernels);
    }
    if (precision != null) {
      all.add("precision=" + precision);
    }
    return all;
  }
}
