package io.github.thalweg.cli;

import io.github.thalweg.Numbers;
import io.github.thalweg.engine.Evaluation;
import io.github.thalweg.engine.Session;
import io.github.thalweg.recipe.Start;
import io.github.thalweg.runs.RunSummary;
import io.github.thalweg.train.ModelFile;
import io.github.thalweg.train.PreparedRun;
import io.github.thalweg.train.RunFolder;
import io.github.thalweg.train.TrainedWith;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
    footer = {
      "",
      "Examples:",
      "  thalweg evaluate runs/first",
      "  thalweg evaluate runs/first --device opencl:0 --json"
    })
final class EvaluateCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private DeviceOption device;
  @Mixin private KernelsOption kernels;

  @Parameters(paramLabel = "RUN", description = "The folder of a run.")
  private Path folder;

  @Option(names = "--json", description = "Prints one JSON object a line.")
  private boolean json;

  @Override
  public Integer call() {
    RunFolder run = RunFolder.existing(folder).requireModel();
    Screen screen = new Screen(spec.commandLine(), false);
    Screen talk = new Screen(spec.commandLine(), json);
    PreparedRun prepared;
    try (Busy _ = new Busy(talk, "Reading the data")) {
      prepared = PreparedRun.of(run.recipe().startingFrom(new Start.Random()), run, List.of());
    }
    TrainedWith.of(run).note(prepared).ifPresent(screen::warn);
    prepared.absentClasses().forEach(screen::warn);
    Map<String, Evaluation> parts;
    try (Busy _ = new Busy(talk, "Evaluating")) {
      parts = evaluated(run, prepared);
    }
    boolean finite =
        parts.values().stream().allMatch(evaluation -> Double.isFinite(evaluation.loss()));
    RunSummary summary = RunSummary.of(run);
    (finite ? summary.caution() : Optional.of(summary.ofNoUse())).ifPresent(screen::warn);
    parts.forEach(this::print);
    return finite ? 0 : Main.FAILED;
  }

  private Map<String, Evaluation> evaluated(RunFolder run, PreparedRun prepared) {
    float[] theta = ModelFile.parameters(run.model(), prepared.program().training().model());
    try (Session session = kernels.on(device.find()).open(prepared.program())) {
      session.load(prepared.data().train(), prepared.data().test());
      session.parameters(theta);
      Map<String, Evaluation> parts = new LinkedHashMap<>();
      parts.put("train", session.evaluate(Session.Part.TRAIN));
      if (prepared.data().test().isPresent()) {
        parts.put("test", session.evaluate(Session.Part.TEST));
      }
      return parts;
    }
  }

  private void print(String part, Evaluation evaluation) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("part", part);
    values.put("rows", evaluation.rows());
    values.put("loss", evaluation.loss());
    evaluation.accuracy().ifPresent(accuracy -> values.put("accuracy", accuracy));
    evaluation.rmse().ifPresent(rmse -> values.put("rmse", rmse));
    String score =
        evaluation.accuracy().isPresent()
            ? String.format(
                Locale.ROOT, "accuracy %.2f %%", 100 * evaluation.accuracy().getAsDouble())
            : "RMSE " + Numbers.fixed(evaluation.rmse().orElseThrow(), 3, 6);
    spec.commandLine()
        .getOut()
        .println(
            json
                ? JsonMapper.shared().writeValueAsString(values)
                : String.format(
                    Locale.ROOT,
                    "%-5s  %,8d %-4s   loss %s   %s",
                    part,
                    evaluation.rows(),
                    evaluation.rows() == 1 ? "row" : "rows",
                    Numbers.fixed(evaluation.loss(), 3, 6),
                    score));
  }
}
