package io.github.thalweg.train;

import io.github.thalweg.data.Batches;
import io.github.thalweg.data.Dataset;
import io.github.thalweg.data.Parts;
import io.github.thalweg.data.Standardization;
import io.github.thalweg.engine.DataChecks;
import io.github.thalweg.nn.Initialization;
import io.github.thalweg.nn.Model;
import io.github.thalweg.program.Training;
import io.github.thalweg.program.TrainingProgram;
import io.github.thalweg.recipe.DataLoader;
import io.github.thalweg.recipe.Recipe;
import io.github.thalweg.recipe.Start;
import java.util.Optional;

/**
 * A recipe with its data read, its model lowered and its parameters chosen: all that a device
 * needs.
 *
 * @param parameters θ at the start, (P)
 */
public record PreparedRun(
    Recipe recipe,
    Parts data,
    Optional<Standardization> standardization,
    TrainingProgram program,
    float[] parameters) {

  /**
   * Reads the data and fits the model to it.
   *
   * @throws io.github.thalweg.InvalidInputException when recipe and data do not fit
   * @throws io.github.thalweg.RunFailedException when the data cannot be had
   */
  public static PreparedRun of(Recipe recipe) {
    DataLoader.Loaded loaded = DataLoader.load(recipe.data());
    Dataset train = loaded.parts().train();
    Model model = new Model(train.columns(), recipe.layers());
    int batch = Math.min(recipe.batch().orElse(train.rows()), train.rows());
    boolean shuffled = recipe.data().shuffle() && recipe.batch().isPresent();
    TrainingProgram program =
        TrainingProgram.of(
            new Training(
                model,
                recipe.loss(),
                recipe.optimizer(),
                recipe.schedule(),
                recipe.clipNorm(),
                new Batches(train.rows(), batch, shuffled, recipe.seed()),
                recipe.epochs()));
    DataChecks.requireFit(program, train, "training");
    loaded.parts().test().ifPresent(test -> DataChecks.requireFit(program, test, "test"));
    return new PreparedRun(
        recipe, loaded.parts(), loaded.standardization(), program, start(recipe, model));
  }

  private static float[] start(Recipe recipe, Model model) {
    return switch (recipe.start()) {
      case Start.Random _ -> Initialization.uniform(model, recipe.seed());
      case Start.FromFile(var path) -> ModelFile.read(path).flat(model);
      case Start.Values(var values) -> NamedParameters.ofValues("init", values).flat(model);
    };
  }
}
