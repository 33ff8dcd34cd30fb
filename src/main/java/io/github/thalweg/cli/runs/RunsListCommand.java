package io.github.thalweg.cli.runs;

import io.github.thalweg.InvalidInputException;
import io.github.thalweg.cli.terminal.ProgramName;
import io.github.thalweg.runs.FoundRuns;
import io.github.thalweg.runs.RunSummary;
import io.github.thalweg.train.RunFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "list",
    mixinStandardHelpOptions = true,
    header = "Lists the runs in a folder, the newest first, with the results of their last epochs.",
    description = "Accuracy and RMSE are those of the test part.",
    footer = {"", "Examples:", "  thalweg runs list", "  thalweg runs list elsewhere --json"})
final class RunsListCommand implements Callable<Integer> {
  /** Where thalweg train puts runs. */
  static final Path DEFAULT = Path.of("runs");

  @Spec private CommandSpec spec;

  @Parameters(
      arity = "0..1",
      paramLabel = "DIR",
      description = "The folder that holds the runs. Default: runs.")
  private Path folder;

  @Option(names = "--json", description = "Prints one JSON object a line.")
  private boolean json;

  @Override
  public Integer call() {
    if (folder != null && !Files.isDirectory(folder)) {
      throw new InvalidInputException(
          folder
              + " is not a folder; give the folder that holds the runs, or none for the folder runs.");
    }
    if (folder != null && RunFolder.isRun(folder)) {
      throw new InvalidInputException(
          folder
              + " is itself a run; thalweg runs list "
              + folder.toAbsolutePath().normalize().getParent()
              + " lists it with the others there, and thalweg report "
              + folder
              + " makes its page.");
    }
    list(spec.commandLine(), folder == null ? DEFAULT : folder, json);
    return 0;
  }

  static void list(CommandLine command, Path folder, boolean json) {
    List<RunFolder> runs = Files.isDirectory(folder) ? FoundRuns.below(folder) : List.of();
    if (runs.isEmpty()) {
      command
          .getErr()
          .println(
              ProgramName.in(
                  "There are no runs in " + folder + "; make one with: thalweg train digits"));
    }
    if (Files.isDirectory(folder)) {
      FoundRuns.unbegunIn(folder)
          .forEach(run ->
              command
                  .getErr()
                  .println(
                      ProgramName.in(
                          "In "
                              + run
                              + " a run was killed before it started; remove its files with: thalweg runs"
                              + " remove "
                              + run)));
    }
    RunListing.print(command, json, runs.stream().map(RunSummary::of).toList());
  }
}
