package io.github.thalweg.cli.train;

import io.github.thalweg.InvalidInputException;
import io.github.thalweg.RunFailedException;
import io.github.thalweg.cli.options.DatedFolder;
import io.github.thalweg.cli.options.DeviceOption;
import io.github.thalweg.cli.options.RecipeNames;
import io.github.thalweg.cli.options.RecipeOptions;
import io.github.thalweg.cli.terminal.Busy;
import io.github.thalweg.cli.terminal.CommandWords;
import io.github.thalweg.cli.terminal.ExitCode;
import io.github.thalweg.cli.terminal.Interruption;
import io.github.thalweg.cli.terminal.Screen;
import io.github.thalweg.engine.Device;
import io.github.thalweg.program.KernelNames;
import io.github.thalweg.program.Listing;
import io.github.thalweg.recipe.Change;
import io.github.thalweg.recipe.InitMap;
import io.github.thalweg.recipe.Recipe;
import io.github.thalweg.recipe.RecipeOrigin;
import io.github.thalweg.recipe.RunFile;
import io.github.thalweg.recipe.Start;
import io.github.thalweg.train.NewFolder;
import io.github.thalweg.train.PreparedRun;
import io.github.thalweg.train.RunFolder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.function.IntSupplier;
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
      "  thalweg train seed --set optimizer.sgd.lr=0.01 --set 'data.features=[[1,2,3,4]]'",
      "  thalweg train line --set 'optimizer.sgd.lr=[0.001,0.01,0.1,1.2]'    trains each and compares them",
      "  thalweg train my-run.yaml --device opencl:0 --out runs/first",
      "  thalweg train --resume runs/first --epochs 40"
    },
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {
      "  0:the run finished; if its loss grew, a message says that it diverged",
      "  1:a loss or a weight was not finite, one of several runs failed, memory was too small, or a device or a disk failed",
      "  2:an option or a setting is wrong, or a device, a file or the data is missing or cannot be used",
      "130:it was stopped with Ctrl-C (143: with SIGTERM); the model so far is kept",
      ExitCode.PIPE_CLOSED
    })
public final class TrainCommand implements Callable<Integer> {
  private static final String NOT_BEGUN = "Stopped before the training began; nothing was written.";

  @Spec private CommandSpec spec;
  @Mixin private RecipeOptions recipeOptions;
  @Mixin private DeviceOption device;

  @Parameters(
      arity = "0..1",
      paramLabel = "RECIPE",
      completionCandidates = RecipeNames.class,
      description = "A built-in recipe (see: thalweg recipes) or a run file (.yaml).")
  private String recipeName;

  @Option(
      names = "--init",
      paramLabel = "FILE",
      description =
          "Starts from the parameters in a safetensors file. If its names differ from the model's, tensors are matched by prefix, or"
              + " by shape and order, where that is clear; a message says which tensor became which parameter.")
  private Path init;

  @Option(
      names = "--init-map",
      paramLabel = "FILE",
      description =
          "Maps the tensors of that file to parameters: YAML or JSON, TENSOR: PARAMETER, such as fc1.weight: 0.weight.")
  private Path initMap;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "The run folder. Default: runs/RECIPE-DATE-TIME.")
  private Path out;

  @Option(
      names = "--resume",
      paramLabel = "DIR",
      description =
          "Continues the run in a folder from its last checkpoint, with its own settings and, without --device,"
              + " on its own device.")
  private Path resume;

  @Option(
      names = "--log-every",
      paramLabel = "N",
      description = "Also prints a line with the mean loss after every N steps.")
  private Integer logEvery;

  @Option(
      names = "--live",
      description =
          "Serves the report to browsers on this machine while the run trains; the address is printed.")
  private boolean live;

  @Option(
      names = "--print-program",
      description =
          "Prints the operations of a training step, with shapes and the device's kernels, and trains nothing.")
  private boolean printProgram;

  @Option(
      names = "--quiet",
      description =
          "Prints no progress on stderr (model, device, progress, folder); the lines of the epochs,"
              + " the results and warnings are still printed.")
  private boolean quiet;

  @Option(
      names = "--json",
      description =
          "Prints one JSON object a line: for each epoch, and at the end one with the status of the run, the quality of"
              + " its model, its folder and its report.")
  private boolean json;

  @Override
  public Integer call() {
    Screen screen = new Screen(spec.commandLine(), quiet);
    IntSupplier training;
    try (Interruption _ = Interruption.saying(screen, NOT_BEGUN)) {
      training = prepared(screen);
    }
    return training.getAsInt();
  }

  /** Reads and finds everything needed, so that only training or printing is left. */
  private IntSupplier prepared(Screen screen) {
    List<RunFile.Variant> variants = variants();
    if (printProgram) {
      return () -> printProgram(variants, screen);
    }
    if (live && variants.size() > 1) {
      throw new InvalidInputException(
          "--live shows one run; leave it out, or give one value for "
              + String.join(", ", variants.getFirst().chosen().keySet())
              + ".");
    }
    RunFile.Variant first = variants.getFirst();
    Optional<NewFolder> folder = newFolder(first.recipe());
    Device target = target(screen);
    if (variants.size() > 1) {
      Comparison comparison =
          new Comparison(
              screen,
              json,
              logEvery(),
              target,
              arguments(),
              variant -> prepared(variant, target, screen));
      return () -> comparison.train(variants, folder.orElseThrow());
    }
    PreparedRun run = prepared(first, target, screen);
    return () -> train(screen, target, folder, run);
  }

  private PreparedRun prepared(RunFile.Variant variant, Device target, Screen screen) {
    try (Busy _ = new Busy(screen, "Reading the data")) {
      if (resume == null) {
        return PreparedRun.of(variant.recipe(), variant.origin());
      }
      RunFolder own = RunFolder.existing(resume);
      Recipe followed = ResumedDevice.followed(own, variant.recipe(), target, recipeOptions);
      return PreparedRun.of(followed, own, variant.origin());
    }
  }

  private Device target(Screen screen) {
    return resume == null || spec.commandLine().getParseResult().hasMatchedOption("--device")
        ? device.find(screen)
        : ResumedDevice.own(RunFolder.existing(resume), device, screen);
  }

  private int printProgram(List<RunFile.Variant> variants, Screen screen) {
    if (variants.size() > 1) {
      throw new InvalidInputException(
          "--print-program prints one program; give one value for "
              + String.join(", ", variants.getFirst().chosen().keySet())
              + ".");
    }
    Device target = target(screen);
    PreparedRun run = prepared(variants.getFirst(), target, screen);
    KernelNames kernels = run.recipe().on(target).kernels(run.program());
    if (json) {
      Listing.toMaps(run.program(), kernels).forEach(screen::print);
    } else {
      Listing.of(run.program(), kernels).forEach(screen::print);
    }
    return 0;
  }

  private int train(Screen screen, Device target, Optional<NewFolder> folder, PreparedRun run) {
    RunEnd end = new RunEnd(screen, json, false);
    TrainingRun training =
        new TrainingRun(
            screen,
            resume == null
                ? run.recipe().on(target)
                : ResumedDevice.withKernels(RunFolder.existing(resume), run.recipe(), target),
            logEvery(),
            List.of(new EpochTable(screen, json), new StepLog(screen, json)),
            end,
            live,
            CommandWords.of(arguments()),
            Optional.of(NOT_BEGUN));
    TrainingRun.Result result;
    try {
      if (resume != null) {
        result = new ResumedRun(RunFolder.existing(resume)).train(run, training, screen);
      } else {
        training.describe(run);
        result = training.start(run, folder.orElseThrow());
      }
    } catch (RunFailedException e) {
      end.failed(e.getMessage(), place(folder));
      throw e;
    }
    Path path = place(folder);
    switch (result) {
      case COMPLETED ->
          screen.say(
              "The run is in " + path + "; its report is " + path.resolve("report.html") + ".");
      case UNREPORTED ->
          screen.say("The run is in " + path + "; its report is missing or incomplete.");
      case STOPPED -> {}
    }
    return result == TrainingRun.Result.COMPLETED ? 0 : ExitCode.FAILED;
  }

  /** The run's folder: a new folder gets its name when the run starts. */
  private Path place(Optional<NewFolder> folder) {
    return folder.map(NewFolder::path).orElse(resume);
  }

  private OptionalInt logEvery() {
    return logEvery == null ? OptionalInt.empty() : OptionalInt.of(logEvery);
  }

  private List<String> arguments() {
    return spec.root().commandLine().getParseResult().originalArgs();
  }

  private List<RunFile.Variant> variants() {
    if (out != null && out.toString().isBlank()) {
      throw new InvalidInputException("--out needs the path of a folder; it is empty.");
    }
    if ((recipeName == null) == (resume == null)) {
      throw new InvalidInputException(
          "thalweg train needs one of these: a recipe (thalweg train digits), a run file (thalweg train my-run.yaml), or"
              + " --resume with the folder of a run.");
    }
    if (resume != null && (out != null || init != null || initMap != null)) {
      throw new InvalidInputException(
          "--resume continues in the run's own folder with its own parameters; leave out --out and --init"
              + (initMap == null ? "." : ", and --init-map."));
    }
    if (logEvery != null && logEvery < 1) {
      throw new InvalidInputException(
          "--log-every needs a number of steps, at least 1; it is " + logEvery + ".");
    }
    if (resume != null) {
      RunFolder own = RunFolder.existing(resume);
      RecipeOrigin origin = recipeOptions.of(own.runFile().toString());
      return List.of(new RunFile.Variant(new ResumedRun(own).read(origin), Map.of(), origin));
    }
    return recipeOptions.of(recipeName, otherStarts()).variants();
  }

  /** The start file and the map of this command; they replace the recipe's. */
  private List<Change> otherStarts() {
    List<Change> starts = new ArrayList<>();
    if (init != null) {
      starts.add(new Change.OtherStart("--init " + init, _ -> new Start.FromFile(init)));
    }
    if (initMap != null) {
      InitMap map = InitMap.read(initMap);
      starts.add(
          new Change.OtherStart("--init-map " + initMap, recipe -> mapped(recipe.start(), map)));
    }
    return starts;
  }

  private static Start mapped(Start start, InitMap map) {
    if (start instanceof Start.FromFile(Path file, _)) {
      return new Start.FromFile(file, Optional.of(map));
    }
    throw new InvalidInputException(
        "--init-map maps the tensors of a file; name the file with --init.");
  }

  /** The folder of a new run, which can be written; empty if a run is resumed in its own folder. */
  private Optional<NewFolder> newFolder(Recipe recipe) {
    if (resume != null) {
      return Optional.empty();
    }
    NewFolder folder = out != null ? NewFolder.named(out) : DatedFolder.of(recipe.name());
    folder.requireUsable();
    return Optional.of(folder);
  }
}
