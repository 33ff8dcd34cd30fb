package io.github.thalweg.cli;

import io.github.thalweg.InvalidInputException;
import io.github.thalweg.RunFailedException;
import io.github.thalweg.data.Batches;
import io.github.thalweg.engine.Device;
import io.github.thalweg.engine.DeviceInfo;
import io.github.thalweg.engine.Session;
import io.github.thalweg.program.Listing;
import io.github.thalweg.recipe.Recipe;
import io.github.thalweg.recipe.RunFile;
import io.github.thalweg.recipe.Start;
import io.github.thalweg.report.RunReport;
import io.github.thalweg.train.Checkpoint;
import io.github.thalweg.train.EpochProgress;
import io.github.thalweg.train.PreparedRun;
import io.github.thalweg.train.RunFolder;
import io.github.thalweg.train.Trainer;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "train",
    mixinStandardHelpOptions = true,
    header = "Trains a model and leaves a run folder.",
    footer = {
      "",
      "Examples:",
      "  thalweg train digits",
      "  thalweg train seed --set optimizer.sgd.lr=0.01 --set data.features=[[1,2,3,4]]",
      "  thalweg train my-run.yaml --device opencl:0 --out runs/first",
      "  thalweg train --resume runs/first --epochs 40"
    })
final class TrainCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private RecipeOptions recipeOptions;
  @Mixin private DeviceOption device;

  @Parameters(
      arity = "0..1",
      paramLabel = "RECIPE",
      description = "A built-in recipe (see: thalweg recipes) or a run file (.yaml).")
  private String recipeName;

  @Option(
      names = "--init",
      paramLabel = "FILE",
      description = "Starts from the parameters in a safetensors file.")
  private Path init;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "The run folder. Default: runs/RECIPE-DATE-TIME.")
  private Path out;

  @Option(
      names = "--resume",
      paramLabel = "DIR",
      description =
          "Goes on with the run in a folder, from its last checkpoint, with its own settings.")
  private Path resume;

  @Option(
      names = "--log-every",
      paramLabel = "N",
      description = "Says the loss every N steps, too.")
  private Integer logEvery;

  @Option(
      names = "--print-program",
      description = "Prints the operations of a training step, with shapes, and trains nothing.")
  private boolean printProgram;

  @Option(names = "--quiet", description = "No talk on stderr.")
  private boolean quiet;

  @Option(names = "--json", description = "Prints one JSON object a line.")
  private boolean json;

  @Override
  public Integer call() {
    Recipe recipe = recipe();
    if (printProgram && json) {
      throw new InvalidInputException("--print-program prints text; leave out --json.");
    }
    if (printProgram) {
      PreparedRun run = PreparedRun.of(recipe);
      Listing.of(run.program()).forEach(spec.commandLine().getOut()::println);
      return 0;
    }
    Screen screen = new Screen(spec.commandLine().getOut(), spec.commandLine().getErr(), quiet);
    Device target = device.find();
    PreparedRun run = PreparedRun.of(recipe);
    screen.say(Description.of(run, target.info()));
    try (Session session = target.open(run.program());
        Interruption _ = new Interruption(session)) {
      session.load(run.data().train(), run.data().test());
      return train(screen, run, session, target.info());
    }
  }

  private int train(Screen screen, PreparedRun run, Session session, DeviceInfo info) {
    RunFolder folder;
    EpochProgress begun = EpochProgress.NONE;
    if (resume != null) {
      folder = RunFolder.existing(resume);
      Checkpoint checkpoint = folder.checkpoint(run.program());
      session.state(checkpoint.state());
      begun = checkpoint.progress();
    } else {
      folder = RunFolder.create(outputFolder(run.recipe()));
      session.parameters(run.parameters());
    }
    Batches batches = run.program().training().batches();
    int epochs = run.program().training().epochs();
    if (batches.epochOf(session.step()) >= epochs) {
      throw new InvalidInputException(
          "The run in "
              + folder.path()
              + " has gone through "
              + batches.epochOf(session.step())
              + " epochs already; ask for more than that with --epochs.");
    }
    RunReport report =
        new RunReport(
            folder,
            info,
            CommandWords.of(spec.root().commandLine().getParseResult().originalArgs()));
    Trainer trainer =
        new Trainer(
            run,
            session,
            logEvery == null ? OptionalInt.empty() : OptionalInt.of(logEvery),
            List.of(folder, report, new EpochTable(screen, json), new StepLog(screen, json)));
    boolean completed;
    try (ProgressLine _ = new ProgressLine(screen, session, batches, epochs)) {
      completed = trainer.run(begun);
    } catch (RunFailedException e) {
      report.failed(e.getMessage()).ifPresent(screen::warn);
      throw e;
    }
    Afterword.print(screen, json, run, session);
    report.ended(completed).ifPresent(screen::warn);
    if (completed) {
      screen.say("The run is in " + folder.path() + ".");
      return 0;
    }
    screen.warn(
        "Stopped in epoch "
            + (batches.epochOf(session.step()) + 1)
            + " of "
            + epochs
            + " after step "
            + session.step() % batches.stepsPerEpoch()
            + " of "
            + batches.stepsPerEpoch()
            + "; what was learned is in "
            + folder.path()
            + ". Go on with: thalweg train --resume "
            + folder.path());
    return Main.FAILED;
  }

  private Recipe recipe() {
    if (out != null && out.toString().isBlank()) {
      throw new InvalidInputException("--out takes the path of a folder; it is empty.");
    }
    if ((recipeName == null) == (resume == null)) {
      throw new InvalidInputException(
          "thalweg train takes either a recipe (for example: thalweg train digits), or --resume with the folder of a run.");
    }
    if (resume != null && (out != null || init != null)) {
      throw new InvalidInputException(
          "--resume goes on in the run's own folder with its own parameters; leave out --out and --init.");
    }
    if (logEvery != null && logEvery < 1) {
      throw new InvalidInputException(
          "--log-every takes a number of steps, at least 1; it is " + logEvery + ".");
    }
    String source = resume != null ? RunFolder.existing(resume).runFile().toString() : recipeName;
    Recipe recipe = recipeOptions.read(source);
    if (resume != null) {
      requireSameBatches(RunFile.read(source, List.of()), recipe);
    }
    return init == null ? recipe : recipe.startingFrom(new Start.FromFile(init));
  }

  /**
   * A run's place in its data is a step number, which only means something with its own batches.
   */
  private static void requireSameBatches(Recipe own, Recipe changed) {
    if (!own.batch().equals(changed.batch())
        || own.seed() != changed.seed()
        || own.data().shuffle() != changed.data().shuffle()
        || !own.data().split().equals(changed.data().split())) {
      throw new InvalidInputException(
          "--resume goes on where the run stands in its own batches; leave batch, seed, data.shuffle and data.split"
              + " as they are, or start a new run from its model with --init.");
    }
  }

  private Path outputFolder(Recipe recipe) {
    String time =
        LocalDateTime.now(ZoneId.systemDefault())
            .format(DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss"));
    return out != null ? out : Path.of("runs", recipe.name() + "-" + time);
  }
}
