package io.github.thalweg.cli.model;

import io.github.thalweg.InvalidInputException;
import io.github.thalweg.cli.options.DeviceOption;
import io.github.thalweg.cli.terminal.Busy;
import io.github.thalweg.cli.terminal.Screen;
import io.github.thalweg.report.Picture;
import io.github.thalweg.report.Reports;
import io.github.thalweg.runs.FoundRuns;
import io.github.thalweg.train.RunFolder;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

@Command(
    name = "report",
    mixinStandardHelpOptions = true,
    header = "Writes the report of a run again, or one page that compares several runs.",
    description = {
      "The page is one file that needs no network: open it in a browser.",
      "It shows the content of the run's folder. What is missing there, because a run was cut off or comes from an"
          + " older version, is computed on the device."
    },
    footer = {
      "",
      "Examples:",
      "  thalweg report runs/digits-20260101-120000",
      "  thalweg report runs/first --png",
      "  thalweg report runs/first runs/second --out comparison.html"
    })
public final class ReportCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private DeviceOption device;

  @Parameters(
      arity = "1..*",
      paramLabel = "RUN",
      description = "Folders of runs, or one folder with the runs of a list of settings.")
  private List<Path> folders;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description =
          "The file for the page of several runs. Default: comparison.html in the folder that holds them all; the"
              + " report of one run is report.html in its folder. Only a page of Thalweg is ever overwritten.")
  private Path out;

  @Option(
      names = "--png",
      description = "Takes a picture of the page, too, with the Chromium or Chrome of the machine.")
  private boolean png;

  @Option(names = "--json", description = "Prints one JSON object.")
  private boolean json;

  @Override
  public Integer call() {
    Screen screen = new Screen(spec.commandLine(), false);
    Path page;
    try (Busy _ = new Busy(screen, "Making the report")) {
      page =
          folders.size() == 1
              ? ofOne(folders.getFirst())
              : ofSeveral("Comparison", out, FoundRuns.named(folders, remark()));
    }
    Map<String, Object> written = new LinkedHashMap<>();
    written.put("report", page.toString());
    if (!json) {
      screen.print(page.toString());
    }
    if (png) {
      Path picture;
      try (Busy _ = new Busy(screen, "Taking the picture")) {
        picture = Picture.of(page);
      }
      written.put("picture", picture.toString());
      if (!json) {
        spec.commandLine().getOut().println(picture);
      }
    }
    if (json) {
      spec.commandLine().getOut().println(JsonMapper.shared().writeValueAsString(written));
    }
    return 0;
  }

  /** One run, or the folder of several that were trained together. */
  private Path ofOne(Path folder) {
    List<RunFolder> runs = FoundRuns.named(folder);
    if (!RunFolder.isRun(folder)) {
      return ofSeveral(
          folder.toAbsolutePath().normalize().getFileName().toString(),
          out == null ? folder.resolve("report.html") : out,
          runs);
    }
    if (out != null) {
      throw new InvalidInputException(
          "The report of one run is report.html in its folder; leave out --out, or name more runs.");
    }
    return Reports.write(runs.getFirst(), device::find, remark());
  }

  /** The innermost folder that all runs are in; for runs that are far apart, the current folder. */
  private static Path holding(List<RunFolder> runs) {
    Path common = runs.getFirst().path().toAbsolutePath().normalize().getParent();
    for (RunFolder run : runs) {
      while (!run.path().toAbsolutePath().normalize().startsWith(common)) {
        common = common.getParent();
      }
    }
    Path here = Path.of("").toAbsolutePath();
    if (common.getNameCount() < 2) {
      return Path.of("");
    }
    return common.startsWith(here) ? here.relativize(common) : common;
  }

  private Path ofSeveral(String title, Path where, List<RunFolder> runs) {
    Path page = where == null ? holding(runs).resolve("comparison.html") : where;
    Reports.compare(title, runs, page, device::find, remark());
    return page;
  }

  private Consumer<String> remark() {
    return new Screen(spec.commandLine(), false)::warn;
  }
}
