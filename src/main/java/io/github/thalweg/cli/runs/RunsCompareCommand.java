package io.github.thalweg.cli.runs;

import io.github.thalweg.InvalidInputException;
import io.github.thalweg.cli.terminal.Screen;
import io.github.thalweg.cli.terminal.Terminal;
import io.github.thalweg.cli.terminal.TextTable;
import io.github.thalweg.runs.FoundRuns;
import io.github.thalweg.runs.RunSummary;
import io.github.thalweg.runs.SettingsTable;
import io.github.thalweg.train.RunFolder;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@Command(
    name = "compare",
    mixinStandardHelpOptions = true,
    header = "Shows the settings that differ between runs, and the results of their last epochs.",
    description = "For the same as a page with curves: thalweg report RUN RUN….",
    footer = {
      "",
      "Examples:",
      "  thalweg runs compare runs/first runs/second",
      "  thalweg runs compare runs/line-20260101-120000      all runs of a list of settings"
    })
final class RunsCompareCommand implements Callable<Integer> {
  private static final int WIDEST = 120;
  private static final int LONGEST_VALUE = 40;

  @Spec private CommandSpec spec;

  @Parameters(
      arity = "1..*",
      paramLabel = "RUN",
      description = "Folders of runs, or one folder with the runs of a list of settings.")
  private List<Path> folders;

  @Option(names = "--json", description = "Prints one JSON object a line.")
  private boolean json;

  @Override
  public Integer call() {
    List<RunFolder> runs = FoundRuns.named(folders, new Screen(spec.commandLine(), false)::warn);
    if (runs.size() < 2) {
      throw new InvalidInputException(
          "A comparison needs two runs or more; "
              + runs.getFirst().path()
              + " is one. thalweg runs lists all runs.");
    }
    List<RunSummary> summaries = runs.stream().map(RunSummary::of).toList();
    List<Map<String, JsonNode>> settings = SettingsTable.differing(runs);
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      for (int i = 0; i < runs.size(); i++) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("run", runs.get(i).path().toString());
        line.put("status", summaries.get(i).status());
        line.put("settings", settings.get(i));
        line.put("metrics", summaries.get(i).metrics());
        if (!summaries.get(i).damage().isEmpty()) {
          line.put("damage", summaries.get(i).damage());
        }
        out.println(JsonMapper.shared().writeValueAsString(line));
      }
    } else {
      TextTable table = table(summaries, settings);
      TextTable turned = table.transposed();
      int widest = Terminal.columns().orElse(WIDEST);
      boolean turn =
          table.width() > widest
              && turned.width() < table.width()
              && (turned.width() <= widest || Terminal.columns().isEmpty());
      (turn ? turned : table).print(spec.commandLine());
    }
    out.flush();
    RunListing.sayDamage(spec.commandLine(), summaries);
    return 0;
  }

  private static TextTable table(List<RunSummary> runs, List<Map<String, JsonNode>> settings) {
    Set<String> keys = new LinkedHashSet<>();
    settings.forEach(own -> keys.addAll(own.keySet()));
    boolean devices = runs.stream().map(RunSummary::devices).distinct().count() > 1;
    List<String> header = new ArrayList<>(List.of("run"));
    header.addAll(keys);
    if (devices) {
      header.add("device");
    }
    boolean endings = runs.stream().anyMatch(run -> !run.status().equals("completed"));
    if (endings) {
      header.add("ended");
    }
    header.addAll(List.of("epochs run", "train loss", "test loss", "accuracy", "RMSE", "seconds"));
    TextTable table = new TextTable(header);
    for (int i = 0; i < runs.size(); i++) {
      RunSummary run = runs.get(i);
      Map<String, JsonNode> own = settings.get(i);
      List<String> row = new ArrayList<>(List.of(run.folder().path().toString()));
      keys.forEach(key -> row.add(own.containsKey(key) ? text(key, own.get(key)) : TextTable.NONE));
      if (devices) {
        row.add(RunListing.devices(run));
      }
      if (endings) {
        row.add(run.status());
      }
      row.add(run.epochs().isPresent() ? "" + run.epochs().getAsInt() : TextTable.NONE);
      row.add(TextTable.number(run.trainLoss()));
      row.add(TextTable.number(run.testLoss()));
      row.add(TextTable.percent(run.testAccuracy()));
      row.add(TextTable.number(run.testRmse()));
      row.add(TextTable.seconds(run.seconds()));
      table.add(row);
    }
    return table;
  }

  private static String text(String key, JsonNode value) {
    String text = SettingsTable.text(key, value);
    return text.length() <= LONGEST_VALUE ? text : text.substring(0, LONGEST_VALUE - 1) + "…";
  }
}
