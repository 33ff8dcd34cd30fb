package io.github.thalweg.cli.device;

import io.github.thalweg.InvalidInputException;
import io.github.thalweg.RunFailedException;
import io.github.thalweg.check.EdgeCheck;
import io.github.thalweg.check.Finding;
import io.github.thalweg.check.GradientCheck;
import io.github.thalweg.check.StepCheck;
import io.github.thalweg.check.Subject;
import io.github.thalweg.check.TrajectoryCheck;
import io.github.thalweg.cli.options.RecipeNames;
import io.github.thalweg.cli.options.RecipeOptions;
import io.github.thalweg.cli.terminal.Busy;
import io.github.thalweg.cli.terminal.Colors;
import io.github.thalweg.cli.terminal.Program;
import io.github.thalweg.cli.terminal.Screen;
import io.github.thalweg.cli.terminal.Style;
import io.github.thalweg.engine.Device;
import io.github.thalweg.engine.DeviceInfo;
import io.github.thalweg.engine.lookup.Devices;
import io.github.thalweg.files.InputFile;
import io.github.thalweg.recipe.Recipe;
import io.github.thalweg.recipe.RecipeOrigin;
import io.github.thalweg.recipe.RunFile;
import io.github.thalweg.text.Numbers;
import io.github.thalweg.train.PreparedRun;
import io.github.thalweg.train.RunFolder;
import java.nio.file.Path;
import java.util.ArrayList;
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

@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    header = "Checks the gradient of a recipe, and every device against the reference engine.",
    description = {
      "The gradient is compared with central differences in float64. Then each op of a few training steps, the losses of"
          + " fifty steps and an evaluation on each device are compared with the same in float64. Last come the edges of float32,"
          + " the same for every recipe: logits that are equal or 200 apart, norms of 1e-30 to 1e30, sums of four million rows."
          + " Prints the worst error of every tensor beside its tolerance; the exit code is 1 when one is out of tolerance, or when"
          + " a small run on the CPU cannot be trained and written."
    },
    footer = {
      "",
      "Examples:",
      "  thalweg check digits",
      "  thalweg check my-run.yaml --device opencl:0",
      "  thalweg check runs/first"
    })
public final class CheckCommand implements Callable<Integer> {
  private static final String ROW = "%-12s %-18s %-16s %-12s %11s %11s  %s %s";
  private static final String VERDICT = "%-4s";

  @Spec private CommandSpec spec;
  @Mixin private RecipeOptions options;

  @Parameters(
      paramLabel = "RECIPE",
      completionCandidates = RecipeNames.class,
      description =
          "A built-in recipe, a run file (.yaml), or the folder of a run, with the scaling and the classes of its model.")
  private String recipe;

  @Option(
      names = "--device",
      paramLabel = "D",
      description = "A device to check; may be repeated. Default: every device that can be used.")
  private List<String> names = new ArrayList<>();

  @Option(names = "--json", description = "Prints one JSON object a line.")
  private boolean json;

  private final List<Finding> failures = new ArrayList<>();
  private Screen screen;

  @Override
  public Integer call() {
    screen = new Screen(spec.commandLine(), false);
    PreparedRun run = prepared();
    Subject subject = Subject.of(run);
    try (Busy busy = new Busy(screen, "Looking for devices")) {
      List<Device> devices = devices(run.recipe());
      busy.next("Training in float64");
      TrajectoryCheck trajectory = TrajectoryCheck.of(subject, Devices.find("reference"));
      printHeading();
      busy.next("Checking the gradient");
      print(GradientCheck.run(subject));
      for (Device device : devices) {
        String id = device.info().id();
        busy.next("Checking the operations on " + id);
        print(StepCheck.run(subject, device));
        busy.next("Checking the losses on " + id);
        print(trajectory.run(device));
        busy.next("Checking the edges of float32 on " + id);
        print(EdgeCheck.run(device));
      }
      if (!failures.isEmpty()) {
        throw new RunFailedException(sentence());
      }
      busy.next("Training and writing a small run");
      TrialRun.trouble(Program.of(spec))
          .ifPresent(trouble -> {
            throw new RunFailedException(
                "All checks passed, but no run can be trained and written here: " + trouble);
          });
    }
    return 0;
  }

  private PreparedRun prepared() {
    Path path = InputFile.named(Path.of(""), recipe);
    Path folder = path.endsWith("run.yaml") ? path.resolveSibling("") : path;
    boolean isRun = !RunFile.BUILT_IN.contains(recipe) && RunFolder.isRun(folder);
    Optional<RunFolder> run = isRun ? Optional.of(RunFolder.existing(folder)) : Optional.empty();
    RecipeOrigin origin = options.of(run.map(own -> own.runFile().toString()).orElse(recipe));
    Recipe asked = origin.read();
    try (Busy _ = new Busy(screen, "Reading the data")) {
      return run.map(own -> PreparedRun.of(asked, own, origin))
          .orElseGet(() -> PreparedRun.of(asked, origin));
    }
  }

  private List<Device> devices(Recipe asked) {
    if (!names.isEmpty()) {
      return names.stream().map(Devices::find).map(asked::on).toList();
    }
    List<Device> usable = new ArrayList<>();
    for (Device device : Devices.all()) {
      DeviceInfo info = device.info();
      if (info.usable() && !info.engine().equals("reference")) {
        try {
          usable.add(asked.on(device));
        } catch (InvalidInputException e) {
          leaveOut(info, e.getMessage());
        }
      }
      info.unusable().ifPresent(reason -> leaveOut(info, reason));
    }
    if (usable.isEmpty()) {
      throw new InvalidInputException(
          "No device here has "
              + asked.kernels().key()
              + " kernels in "
              + asked.precision().key()
              + "; leave out --kernels and --precision.");
    }
    return usable;
  }

  private void leaveOut(DeviceInfo info, String reason) {
    screen.warn(info.id() + " is left out: " + reason);
  }

  private void printHeading() {
    if (!json) {
      screen.print(
          ROW.formatted(
              "device",
              "op",
              "tensor",
              "shape",
              "error",
              "allowed",
              VERDICT.formatted(""),
              "where"));
    }
  }

  private void print(List<Finding> findings) {
    for (Finding finding : findings) {
      if (!finding.within()) {
        failures.add(finding);
      }
      if (json) {
        screen.print(map(finding));
      } else {
        screen.print(row(finding));
      }
    }
  }

  private String row(Finding finding) {
    return String.format(
        Locale.ROOT,
        ROW,
        finding.device(),
        finding.op(),
        finding.tensor(),
        finding.shape(),
        Numbers.significant(finding.error(), 3),
        Numbers.significant(finding.allowed(), 3),
        Colors.of(spec.commandLine())
            .out(
                finding.within() ? Style.GOOD : Style.BAD,
                VERDICT.formatted(finding.within() ? "ok" : "FAIL")),
        finding.note());
  }

  private static Map<String, Object> map(Finding finding) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("device", finding.device());
    map.put("op", finding.op());
    map.put("tensor", finding.tensor());
    map.put("shape", finding.shape());
    map.put("error", finding.error());
    map.put("allowed", finding.allowed());
    map.put("ok", finding.within());
    map.put("where", finding.note());
    return map;
  }

  private String sentence() {
    Finding first = failures.getFirst();
    return String.format(
        Locale.ROOT,
        "%d of the checks of %s failed; the first is %s of %s on %s: it is off by %s where %s is allowed (%s).",
        failures.size(),
        recipe,
        first.tensor(),
        first.op(),
        first.device(),
        Numbers.significant(first.error(), 3),
        Numbers.significant(first.allowed(), 3),
        first.note());
  }
}
