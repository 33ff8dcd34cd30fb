package io.github.thalweg.cli.train;

import io.github.thalweg.InvalidInputException;
import io.github.thalweg.RunFailedException;
import io.github.thalweg.cli.terminal.CommandWords;
import io.github.thalweg.cli.terminal.ExitCode;
import io.github.thalweg.cli.terminal.Interruption;
import io.github.thalweg.cli.terminal.Screen;
import io.github.thalweg.engine.Device;
import io.github.thalweg.files.InputFile;
import io.github.thalweg.recipe.RunFile;
import io.github.thalweg.report.Reports;
import io.github.thalweg.train.EpochMetrics;
import io.github.thalweg.train.NewFolder;
import io.github.thalweg.train.PreparedRun;
import io.github.thalweg.train.RunFolder;
import io.github.thalweg.train.RunStatus;
import io.github.thalweg.train.TrainingListener;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;

/**
 * Trains every combination of the lists in a recipe, each in its own folder, and writes one report
 * of all of them.
 *
 * @param json whether data is printed as JSON
 * @param logEvery steps after which the loss is printed, if it is wanted
 * @param arguments of the command as the user typed it
 * @param prepare reads the data of one of them
 */
record Comparison(
    Screen screen,
    boolean json,
    OptionalInt logEvery,
    Device device,
    List<String> arguments,
    Function<RunFile.Variant, PreparedRun> prepare) {

  /**
   * Trains them one after the other. A failed run is part of the comparison, too.
   *
   * @return the exit code: 0 only if all runs finished and all reports are written
   */
  int train(List<RunFile.Variant> variants, NewFolder out) {
    // A stopped run saves its own results; this only waits for it.
    try (Interruption _ = new Interruption(() -> {})) {
      return trainEach(variants, out);
    }
  }

  private int trainEach(List<RunFile.Variant> variants, NewFolder out) {
    PreparedRun first = prepare.apply(variants.getFirst());
    Path parent = out.begin();
    List<String> names = RunNames.of(variants.stream().map(RunFile.Variant::chosen).toList());
    ComparisonTable table = new ComparisonTable(screen, json, names);
    List<RunFolder> folders = new ArrayList<>();
    screen.say(describe(first, variants));
    SweepOutcome outcome = new SweepOutcome();
    Set<String> remarks = new HashSet<>();
    int failed = 0;
    boolean completed = true;
    boolean reported = true;
    for (int i = 0; i < names.size() && completed; i++) {
      Path folder = InputFile.named(parent, names.get(i));
      int failedBefore = failed;
      Screen its = screen.forRun(names.get(i), i + 1, names.size());
      try {
        PreparedRun run = i == 0 ? first : prepare.apply(variants.get(i));
        String name = names.get(i);
        run.remarks(run.recipe().on(device).info(run.program())).stream()
            .filter(remarks::add)
            .forEach(remark -> screen.warn(name + ": " + remark));
        String command = CommandWords.ofOne(arguments, variants.get(i).chosen(), folder);
        TrainingRun.Result result = train(run, its, folder, table, command);
        completed = result != TrainingRun.Result.STOPPED;
        reported &= result != TrainingRun.Result.UNREPORTED;
      } catch (RunFailedException | InvalidInputException e) {
        screen.warn(names.get(i) + ": " + e.getMessage());
        new RunEnd(its, json, true).failed(e.getMessage(), folder);
        failed++;
        completed = true;
      }
      boolean whole = completed && failed == failedBefore;
      Optional<EpochMetrics> last = table.runEnded(names.get(i), failed > failedBefore);
      if (whole && last.isPresent()) {
        outcome.add(names.get(i), variants.get(i).chosen(), last.get());
      }
      if (RunFolder.isRun(folder)) {
        folders.add(RunFolder.existing(folder));
      }
    }
    if (folders.size() < names.size()) {
      screen.warn(
          "Not begun: "
              + String.join(", ", names.subList(folders.size(), names.size()))
              + ". Train these by themselves, with another --out, and compare all with: thalweg report DIR...");
    }
    RunStatus status =
        !completed ? RunStatus.STOPPED : failed > 0 ? RunStatus.FAILED : RunStatus.COMPLETED;
    RunEnd end = new RunEnd(screen, json, true);
    if (folders.isEmpty()) {
      out.leaveIfEmpty();
      end.closedAll(status, parent);
      return ExitCode.FAILED;
    }
    outcome.findings().forEach(this::print);
    Path page = parent.resolve("report.html");
    try {
      Reports.compare(
          parent.toAbsolutePath().normalize().getFileName().toString(),
          folders,
          page,
          () -> device,
          screen::warn);
      screen.say("The runs are in " + parent + "; the report that compares them is " + page + ".");
    } catch (RunFailedException e) {
      screen.warn(e.getMessage());
      reported = false;
    }
    end.closedAll(status, parent);
    return status == RunStatus.COMPLETED && reported ? 0 : ExitCode.FAILED;
  }

  private void print(SweepFinding finding) {
    if (json) {
      screen.print(finding.toMap());
      screen.say(finding.sentence());
    } else {
      screen.print(finding.sentence());
    }
  }

  /** The first run, and what is different in the others. */
  private String describe(PreparedRun first, List<RunFile.Variant> variants) {
    return variants.size()
        + " runs, which differ in "
        + String.join(" and ", variants.getFirst().chosen().keySet())
        + "; the first: "
        + Description.of(first, first.recipe().on(device).info(first.program()));
  }

  private TrainingRun.Result train(
      PreparedRun run, Screen its, Path folder, ComparisonTable table, String command) {
    List<TrainingListener> listeners = new ArrayList<>(List.of(table));
    if (json) {
      listeners.add(new EpochTable(its, true));
    }
    listeners.add(new StepLog(its, json));
    return new TrainingRun(
            its,
            run.recipe().on(device),
            logEvery,
            listeners,
            new RunEnd(its, json, true),
            false,
            command,
            Optional.empty())
        .start(run, NewFolder.named(folder));
  }
}
