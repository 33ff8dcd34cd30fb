package io.github.thalweg.cli.train;

import io.github.thalweg.InvalidInputException;
import io.github.thalweg.RunFailedException;
import io.github.thalweg.cli.terminal.Screen;
import io.github.thalweg.engine.State;
import io.github.thalweg.program.TrainingProgram;
import io.github.thalweg.recipe.Recipe;
import io.github.thalweg.recipe.RecipeOrigin;
import io.github.thalweg.recipe.RunFile;
import io.github.thalweg.runs.StartAnew;
import io.github.thalweg.train.Checkpoint;
import io.github.thalweg.train.LostModelException;
import io.github.thalweg.train.PreparedRun;
import io.github.thalweg.train.RunFolder;
import io.github.thalweg.train.RunLock;
import io.github.thalweg.train.TrainedWith;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A run to continue, if its settings and data allow it: its place in the data is a step number,
 * which has a meaning only for its own batches and rows.
 */
final class ResumedRun {
  private final RunFolder run;
  private final TrainedWith trained;
  private final String instead;

  ResumedRun(RunFolder run) {
    this.run = run;
    this.trained = TrainedWith.of(run);
    this.instead =
        Files.exists(run.model())
            ? "start a new run from its model with: thalweg train "
                + run.runFile()
                + " --init "
                + run.model()
            : "start a new run with: thalweg train " + run.runFile();
  }

  /**
   * Throws for settings that divide the data in another way than the run did.
   *
   * @param origin the run.yaml, and the changes of this command
   */
  Recipe read(RecipeOrigin origin) {
    Recipe own = own();
    String batches = TrainedWith.listed(trained.otherSettings(own), ResumedRun::ofBatches);
    if (!batches.isEmpty()) {
      throw new InvalidInputException(
          run.runFile()
              + " was edited since the run was trained ("
              + batches
              + "), but --resume continues in the run's own batches; put that back, or "
              + instead);
    }
    Recipe asked = origin.read();
    if (!own.batch().equals(asked.batch())
        || own.seed() != asked.seed()
        || own.data().shuffle() != asked.data().shuffle()
        || own.data().standardize() != asked.data().standardize()
        || !own.data().split().equals(asked.data().split())) {
      throw new InvalidInputException(
          "--resume continues in the run's own batches and numbers; leave batch, seed, data.shuffle, data.split and data.standardize"
              + " as they are, or start a new run from its model with --init.");
    }
    if (!RunFile.settings(own).get("init").equals(RunFile.settings(asked).get("init"))) {
      throw new InvalidInputException(
          "--resume continues with the run's own parameters; leave init as it is, or "
              + instead
              + ".");
    }
    return asked;
  }

  /** As its run.yaml is now. */
  private Recipe own() {
    return run.recipe();
  }

  /**
   * Continues, if nothing forbids it.
   *
   * @return the result
   */
  TrainingRun.Result train(PreparedRun prepared, TrainingRun training, Screen screen) {
    try (RunLock _ = RunLock.take(run.path())) {
      requireSameData(prepared);
      if (run.isBeforeItsFirstCheckpoint()) {
        screen.warn(
            "The run in "
                + run.path()
                + " ended before its first checkpoint, so it cannot continue; it starts again.");
        sayWhatIsOther(prepared, training, screen);
        prepared.startRemarks().forEach(screen::warn);
        return training.restart(prepared, run);
      }
      Checkpoint checkpoint = run.checkpoint(prepared.program().training().batches());
      requireSameShape(prepared, checkpoint.state());
      requireEpochsLeft(prepared, checkpoint, screen);
      trained.forgotten().ifPresent(screen::warn);
      sayWhatIsOther(prepared, training, screen);
      trained.jump(prepared, checkpoint.state().step()).ifPresent(screen::warn);
      return training.resume(prepared, run, checkpoint);
    } catch (LostModelException e) {
      throw new RunFailedException(e.getMessage() + " For example: " + StartAnew.command(run), e);
    }
  }

  /** And what will be trained. */
  private void sayWhatIsOther(PreparedRun prepared, TrainingRun training, Screen screen) {
    ResumedDevice.move(run, training.device()).ifPresent(screen::say);
    edits().ifPresent(screen::say);
    changes(prepared.recipe()).ifPresent(screen::say);
    training.describe(prepared);
  }

  /** Edits of the run's own settings that are used. */
  private Optional<String> edits() {
    String edited = TrainedWith.listed(trained.otherSettings(own()), _ -> true);
    return edited.isEmpty()
        ? Optional.empty()
        : Optional.of(
            run.runFile()
                + " was edited since the run was trained, and the run continues with the new settings: "
                + edited
                + ".");
  }

  /** Settings of this command that were not edited in the run's own settings. */
  private Optional<String> changes(Recipe asked) {
    Map<String, String> edited = trained.otherSettings(own());
    Map<String, String> all = trained.otherSettings(asked);
    String changed =
        TrainedWith.listed(
            all, key -> !key.equals("epochs") && !all.get(key).equals(edited.get(key)));
    return changed.isEmpty()
        ? Optional.empty()
        : Optional.of("The run continues with other settings than before: " + changed + ".");
  }

  /** Throws for a model or an optimizer that does not fit the state of the run, with the cause. */
  private void requireSameShape(PreparedRun prepared, State state) {
    TrainingProgram program = prepared.program();
    boolean sameModel = state.parameters().size() == program.parameterCount();
    if (sameModel && state.slots().size() == program.stateCount()) {
      return;
    }
    String changed =
        TrainedWith.listed(
            trained.otherSettings(prepared.recipe()),
            key -> key.startsWith("optimizer") || (!sameModel && key.startsWith("model")));
    throw new InvalidInputException(
        run.checkpointFile()
            + " has "
            + state.parameters().size()
            + " parameters and "
            + state.slots().size()
            + " values of optimizer state; the requested model and optimizer have "
            + program.parameterCount()
            + " and "
            + program.stateCount()
            + (changed.isEmpty()
                ? "; resume with the run's own model and optimizer, or "
                : " (" + changed + "); put that back, or ")
            + (sameModel
                ? instead
                : "start a new run with: thalweg train " + run.runFile() + " --out DIR"));
  }

  private void requireEpochsLeft(PreparedRun prepared, Checkpoint checkpoint, Screen screen) {
    int epochs = prepared.program().training().epochs();
    long begun = prepared.program().training().batches().epochOf(checkpoint.state().step());
    if (begun == epochs && run.lacksItsLastFiles()) {
      screen.warn(
          "The run in " + run.path() + " ended before its last files were written; they are now.");
    } else if (begun >= epochs) {
      throw new InvalidInputException(
          "The run in "
              + run.path()
              + " has trained "
              + begun
              + (begun == 1 ? " epoch" : " epochs")
              + " already; give a larger number with --epochs.");
    }
  }

  /** Throws for rows that the run was not trained on. */
  private void requireSameData(PreparedRun prepared) {
    trained
        .complaint(prepared, own())
        .ifPresent(complaint -> {
          throw new InvalidInputException(
              complaint
                  + ", and --resume continues in the run's own data; restore that data, or "
                  + instead);
        });
  }

  private static boolean ofBatches(String key) {
    return List.of("batch", "seed", "data.shuffle", "data.standardize").contains(key)
        || key.startsWith("data.split");
  }
}
