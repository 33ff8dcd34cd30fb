package io.github.thalweg.cli.bench;

import io.github.thalweg.InvalidInputException;
import io.github.thalweg.bench.ComparedFiles;
import io.github.thalweg.bench.Ratio;
import io.github.thalweg.bench.ResultFile;
import io.github.thalweg.cli.terminal.ExitCode;
import io.github.thalweg.cli.terminal.Folding;
import io.github.thalweg.cli.terminal.Screen;
import io.github.thalweg.cli.terminal.TextTable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

@Command(
    name = "compare",
    mixinStandardHelpOptions = true,
    header = "Compares benchmark results.",
    description = {
      "Every file is compared with the first: ratio of the times (above 1 is slower) and the band that it would be"
          + " in with other samples of the same two runs. A verdict needs five samples; --quick takes fewer. The exit"
          + " code is 1 when something is slower by more than the tolerance and the whole band is above 1, when it"
          + " looks that much slower and there are too few samples, or when it had a figure before and failed now."
    },
    footer = {
      "",
      "Examples:",
      "  thalweg bench compare yesterday.json today.json",
      "  thalweg bench compare mine.json yours.json theirs.json --tolerance 5"
    })
final class BenchCompareCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      arity = "1..*",
      paramLabel = "FILE.json",
      description = "Files of thalweg bench --out; the others are compared with the first one.")
  private List<Path> paths;

  @Option(
      names = "--tolerance",
      paramLabel = "PERCENT",
      defaultValue = "10",
      description = "How much slower is still not a regression. Default: ${DEFAULT-VALUE}.")
  private double percent;

  @Option(names = "--json", description = "Prints one JSON object a line.")
  private boolean json;

  @Override
  public Integer call() {
    if (!(percent >= 0 && percent <= 1000)) {
      throw new InvalidInputException(
          "--tolerance is " + percent + "; it must be a percentage from 0 to 1000.");
    }
    if (paths.size() < 2) {
      throw new InvalidInputException(
          "A comparison needs two files or more; "
              + paths.getFirst()
              + " is one. thalweg bench --out writes them.");
    }
    Screen screen = new Screen(spec.commandLine().getOut(), spec.commandLine().getErr(), json);
    List<ResultFile> files = paths.stream().map(ResultFile::read).toList();
    ResultFile first = files.getFirst();
    List<String> regressions = new ArrayList<>();
    Set<String> said = new HashSet<>();
    for (ResultFile file : files.subList(1, files.size())) {
      ComparedFiles compared = ComparedFiles.of(first, file);
      compared.doubts().stream().filter(said::add).forEach(screen::warn);
      compared.notes().forEach(screen::say);
      if (!json) {
        screen.print(Folding.toTerminal(file.path() + " against " + first.path() + ":"));
        table(compared.rows()).print(spec.commandLine());
      }
      for (ComparedFiles.Row row : compared.rows()) {
        if (json) {
          screen.print(JsonMapper.shared().writeValueAsString(row.toMap(percent / 100)));
        }
        if (row.verdict(percent / 100).equals("slower")) {
          regressions.add(sentence(row, file));
        } else if (row.isUndecided(percent / 100)) {
          regressions.add(undecided(row, file));
        }
      }
      regressions.addAll(compared.broken());
    }
    regressions.forEach(screen::warn);
    return regressions.isEmpty() ? 0 : ExitCode.FAILED;
  }

  private String sentence(ComparedFiles.Row row, ResultFile file) {
    return String.format(
        Locale.ROOT,
        "%s on %s takes %.2f times as long in %s; the tolerance is %s %%.",
        row.workload(),
        row.devices(),
        row.ratio().value(),
        file.path(),
        percent == Math.rint(percent) ? String.valueOf((long) percent) : String.valueOf(percent));
  }

  private static String undecided(ComparedFiles.Row row, ResultFile file) {
    return String.format(
        Locale.ROOT,
        "%s on %s takes %.2f times as long in %s, and %d %s cannot show that this is not chance: both files need %d; time it"
            + " again without --quick.",
        row.workload(),
        row.devices(),
        row.ratio().value(),
        file.path(),
        row.ratio().samples(),
        row.ratio().samples() == 1 ? "sample" : "samples",
        Ratio.FEWEST_SAMPLES);
  }

  private TextTable table(List<ComparedFiles.Row> rows) {
    TextTable table =
        new TextTable(
            List.of("workload", "device", "before", "after", "ratio", "noise band", "verdict"));
    for (ComparedFiles.Row row : rows) {
      table.add(
          List.of(
              row.workload(),
              row.devices(),
              time(row.before(), row),
              time(row.after(), row),
              ratio(row.ratio().value()),
              ratio(row.ratio().low()) + " … " + ratio(row.ratio().high()),
              row.verdict(percent / 100)));
    }
    return table;
  }

  private static String time(double value, ComparedFiles.Row row) {
    return String.format(Locale.ROOT, "%,.2f %s", value, row.unit());
  }

  private static String ratio(double value) {
    return String.format(Locale.ROOT, "%.3f", value);
  }
}
