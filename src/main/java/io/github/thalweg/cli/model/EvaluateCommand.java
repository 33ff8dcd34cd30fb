package io.github.thalweg.cli.model;

import io.github.thalweg.cli.options.DeviceOption;
import io.github.thalweg.cli.options.KernelsOption;
import io.github.thalweg.cli.terminal.Busy;
import io.github.thalweg.cli.terminal.ExitCode;
import io.github.thalweg.cli.terminal.Screen;
import io.github.thalweg.engine.Device;
import io.github.thalweg.engine.Evaluation;
import io.github.thalweg.engine.Session;
import io.github.thalweg.recipe.Start;
import io.github.thalweg.runs.RunSummary;
import io.github.thalweg.text.Numbers;
import io.github.thalweg.train.ModelFile;
import io.github.thalweg.train.PreparedRun;
import io.github.thalweg.train.Quality;
import io.github.thalweg.train.RunFolder;
import io.github.thalweg.train.TrainedWith;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

@Command(
    name = "evaluate",
    mixinStandardHelpOptions = true,
    header = "Measures the model of a run on its training and test data.",
    description = {
      "After the accuracy or RMSE, in brackets, is the result of always answering with the most frequent class"
          + " of the training rows, or with their mean. Each of several targets has its own RMSE."
    },
    footer = {
      "",
      "Examples:",
      "  thalweg evaluate runs/first",
      "  thalweg evaluate runs/first --device opencl:0 --json"
    })
public final class EvaluateCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private DeviceOption device;
  @Mixin private KernelsOption kernels;

  @Parameters(paramLabel = "RUN", description = "The folder of a run.")
  private Path folder;

  @Option(
      names = "--best",
      description =
          "Takes the model of the epoch with the lowest test loss instead of the last one.")
  private boolean best;

  @Option(names = "--json", description = "Prints one JSON object a line.")
  private boolean json;

  @Override
  public Integer call() {
    RunFolder run = RunFolder.existing(folder).requireModel();
    Screen screen = new Screen(spec.commandLine(), false);
    PreparedRun prepared;
    try (Busy _ = new Busy(screen, "Reading the data")) {
      prepared = PreparedRun.of(run.recipe().startingFrom(new Start.Random()), run);
    }
    TrainedWith.of(run).note(prepared).ifPresent(screen::warn);
    prepared.absentClasses().forEach(screen::warn);
    Device target = kernels.on(device.find(screen));
    List<Quality> parts;
    try (Busy _ = new Busy(screen, "Evaluating")) {
      parts = evaluated(run, prepared, target);
    }
    boolean finite =
        parts.stream().allMatch(quality -> Double.isFinite(quality.evaluation().loss()));
    RunSummary summary = RunSummary.of(run);
    (finite ? summary.caution() : Optional.of(summary.ofNoUse())).ifPresent(screen::warn);
    parts.forEach(this::print);
    return finite ? 0 : ExitCode.FAILED;
  }

  private List<Quality> evaluated(RunFolder run, PreparedRun prepared, Device target) {
    Path model = best ? run.bestModel() : run.model();
    float[] theta = ModelFile.parameters(model, prepared.program().training().model());
    try (Session session = target.open(prepared.program(), prepared.data(), theta)) {
      List<Quality> parts = new ArrayList<>();
      parts.add(Quality.of(prepared, session, Session.Part.TRAIN));
      if (prepared.data().test().isPresent()) {
        parts.add(Quality.of(prepared, session, Session.Part.TEST));
      }
      return parts;
    }
  }

  private void print(Quality quality) {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(JsonMapper.shared().writeValueAsString(quality.toMap()));
      return;
    }
    Evaluation evaluation = quality.evaluation();
    out.println(
        String.format(
            Locale.ROOT,
            "%-5s  %,8d %-4s   loss %s   %s%s",
            quality.part(),
            evaluation.rows(),
            evaluation.rows() == 1 ? "row" : "rows",
            Numbers.fixed(evaluation.loss(), 3, 6),
            quality.score(),
            quality.besides().map(other -> "   (" + other + ")").orElse("")));
    quality.targetScores().forEach(line -> out.println("       " + line));
  }
}
