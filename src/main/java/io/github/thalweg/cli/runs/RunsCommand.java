package io.github.thalweg.cli.runs;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "runs",
    mixinStandardHelpOptions = true,
    header = "Lists the runs that were made, compares them, or removes some.",
    description = "Without a command it lists the runs in the folder runs.",
    subcommands = {RunsListCommand.class, RunsCompareCommand.class, RunsRemoveCommand.class},
    footer = {
      "",
      "Examples:",
      "  thalweg runs",
      "  thalweg runs compare runs/first runs/second",
      "  thalweg runs remove runs/first"
    })
public final class RunsCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(names = "--json", description = "Prints one JSON object a line.")
  private boolean json;

  @Override
  public Integer call() {
    RunsListCommand.list(spec.commandLine(), RunsListCommand.DEFAULT, json);
    return 0;
  }
}
