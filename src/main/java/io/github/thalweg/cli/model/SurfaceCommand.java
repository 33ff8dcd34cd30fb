package io.github.thalweg.cli.model;

import io.github.thalweg.cli.options.DeviceOption;
import io.github.thalweg.cli.options.KernelsOption;
import io.github.thalweg.cli.terminal.Busy;
import io.github.thalweg.cli.terminal.Interruption;
import io.github.thalweg.cli.terminal.ProgressLine;
import io.github.thalweg.cli.terminal.Screen;
import io.github.thalweg.engine.Device;
import io.github.thalweg.report.Surfaces;
import io.github.thalweg.runs.RunSummary;
import io.github.thalweg.timing.Pace;
import io.github.thalweg.train.RunFolder;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

@Command(
    name = "surface",
    mixinStandardHelpOptions = true,
    header = "Draws the loss around the model of a run, in its report.",
    description = {
      "The loss of the training rows is evaluated on the device, on a plane through the model along two random"
          + " directions, each unit's as long as its own weights; for a model of two weights, over these two.",
    },
    footer = {
      "",
      "Examples:",
      "  thalweg surface runs/digits-20260101-120000",
      "  thalweg surface runs/first --points 51 --rows 10000 --device opencl:0"
    })
public final class SurfaceCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private DeviceOption device;
  @Mixin private KernelsOption kernels;

  @Parameters(paramLabel = "RUN", description = "The folder of a run.")
  private Path folder;

  @Option(
      names = "--points",
      paramLabel = "N",
      defaultValue = "25",
      description = "Points along each side. Default: ${DEFAULT-VALUE}.")
  private int points;

  @Option(
      names = "--reach",
      paramLabel = "R",
      defaultValue = "1",
      description = "How far to go, in lengths of the weights. Default: ${DEFAULT-VALUE}.")
  private double reach;

  @Option(
      names = "--rows",
      paramLabel = "N",
      defaultValue = "2000",
      description = "Training rows that are evaluated at each point. Default: ${DEFAULT-VALUE}.")
  private int rows;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "0",
      description = "Seed of the directions. Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Option(names = "--json", description = "Prints the surface as one JSON object.")
  private boolean json;

  @Override
  public Integer call() {
    Surfaces.Settings settings = new Surfaces.Settings(points, reach, rows, seed);
    RunFolder run = RunFolder.existing(folder).requireModel();
    Screen screen = new Screen(spec.commandLine(), false);
    RunSummary.of(run).caution().ifPresent(screen::warn);
    Device target = kernels.on(device.find(screen));
    Pace pace = new Pace(0);
    Map<String, Object> surface;
    try (Busy busy = new Busy(screen, "Drawing the surface");
        Interruption _ =
            Interruption.saying(
                screen,
                "Stopped before the surface was drawn; the report of "
                    + folder
                    + " is as it was.")) {
      surface =
          Surfaces.write(
              run,
              target,
              settings,
              evaluated -> {
                if (screen.redraws()) {
                  busy.silence(); // The progress line says more.
                  screen.status(ProgressLine.line(evaluated, points * points, pace.at(evaluated)));
                }
              },
              screen::warn);
    }
    screen.eraseStatus();
    spec.commandLine()
        .getOut()
        .println(
            json
                ? JsonMapper.shared().writeValueAsString(surface)
                : folder.resolve("report.html").toString());
    return 0;
  }
}
