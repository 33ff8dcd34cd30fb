package io.github.thalweg.cli.runs;

import io.github.thalweg.cli.terminal.Screen;
import io.github.thalweg.cli.terminal.TextTable;
import io.github.thalweg.runs.RunSummary;
import java.io.PrintWriter;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import tools.jackson.databind.json.JsonMapper;

/** Prints runs, the newest first. */
final class RunListing {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm");

  private RunListing() {}

  static void print(CommandLine command, boolean json, List<RunSummary> unsorted) {
    PrintWriter out = command.getOut();
    List<RunSummary> runs =
        unsorted.stream().sorted(Comparator.comparing(RunSummary::started).reversed()).toList();
    if (json) {
      runs.forEach(run -> out.println(JsonMapper.shared().writeValueAsString(map(run))));
    } else if (!runs.isEmpty()) {
      table(runs).print(command);
    }
    out.flush();
    sayDamage(command, runs);
  }

  /** What was changed in the folders after the runs wrote them. */
  static void sayDamage(CommandLine command, List<RunSummary> runs) {
    Screen screen = new Screen(command, false);
    runs.forEach(run -> run.damage().forEach(screen::warn));
  }

  private static TextTable table(List<RunSummary> runs) {
    TextTable table =
        new TextTable(
            List.of(
                "run",
                "recipe",
                "device",
                "epochs",
                "train loss",
                "test loss",
                "accuracy",
                "RMSE",
                "seconds",
                "started",
                "ended"));
    for (RunSummary run : runs) {
      table.add(
          List.of(
              run.folder().path().toString(),
              run.recipe().orElse(TextTable.NONE),
              devices(run),
              epochs(run),
              TextTable.number(run.trainLoss()),
              TextTable.number(run.testLoss()),
              TextTable.percent(run.testAccuracy()),
              TextTable.number(run.testRmse()),
              TextTable.seconds(run.seconds()),
              run.started().atZone(ZoneId.systemDefault()).format(TIME),
              run.status()));
    }
    return table;
  }

  /** One after the other, like learning rates. */
  static String devices(RunSummary run) {
    return run.devices().isEmpty() ? TextTable.NONE : String.join(", then ", run.devices());
  }

  private static String epochs(RunSummary run) {
    if (run.epochs().isEmpty()) {
      return TextTable.NONE;
    }
    return run.epochs().getAsInt()
        + (run.ofEpochs().isPresent() ? "/" + run.ofEpochs().getAsInt() : "");
  }

  private static Map<String, Object> map(RunSummary run) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("run", run.folder().path().toString());
    run.recipe().ifPresent(recipe -> map.put("recipe", recipe));
    run.device().ifPresent(device -> map.put("device", device));
    if (run.devices().size() > 1) {
      map.put("devices", run.devices());
    }
    map.put("started", run.started().toString());
    map.put("status", run.status());
    run.ofEpochs().ifPresent(epochs -> map.put("of_epochs", epochs));
    map.putAll(run.metrics());
    if (!run.damage().isEmpty()) {
      map.put("damage", run.damage());
    }
    return map;
  }
}
