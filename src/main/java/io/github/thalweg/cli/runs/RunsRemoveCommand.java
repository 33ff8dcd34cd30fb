package io.github.thalweg.cli.runs;

import io.github.thalweg.InvalidInputException;
import io.github.thalweg.cli.terminal.ExitCode;
import io.github.thalweg.cli.terminal.Terminal;
import io.github.thalweg.runs.Removal;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

@Command(
    name = "remove",
    mixinStandardHelpOptions = true,
    header = "Removes runs and figures of benchmarks, after asking.",
    description =
        "It removes only files that Thalweg writes; it refuses a folder that holds any other file.",
    footer = {
      "",
      "Examples:",
      "  thalweg runs remove runs/first",
      "  thalweg runs remove runs/line-20260101-120000 runs/second --yes"
    })
final class RunsRemoveCommand implements Callable<Integer> {
  private final Function<String, Optional<String>> ask;

  @Spec private CommandSpec spec;

  @Parameters(
      arity = "1..*",
      paramLabel = "RUN",
      description =
          "Folders of runs, folders with the runs of a list of settings, or folders that thalweg bench or device-check has written.")
  private List<Path> folders;

  @Option(names = "--yes", description = "Does not ask.")
  private boolean yes;

  @Option(names = "--json", description = "Prints one JSON object a line.")
  private boolean json;

  RunsRemoveCommand() {
    this(RunsRemoveCommand::askAtTheTerminal);
  }

  /**
   * @param ask asks a question and returns the answer; empty if there is no user to ask
   */
  RunsRemoveCommand(Function<String, Optional<String>> ask) {
    this.ask = ask;
  }

  @Override
  public Integer call() {
    List<Removal> removals = folders.stream().distinct().map(Removal::of).toList();
    if (!yes && !isConfirmed(removals)) {
      spec.commandLine().getErr().println("Nothing was removed.");
      return ExitCode.FAILED;
    }
    for (Removal removal : removals) {
      removal.carryOut();
      spec.commandLine()
          .getOut()
          .println(
              json
                  ? JsonMapper.shared()
                      .writeValueAsString(Map.of("removed", removal.folder().toString()))
                  : "Removed " + removal.folder());
    }
    return 0;
  }

  private boolean isConfirmed(List<Removal> removals) {
    int runs = removals.stream().mapToInt(Removal::runs).sum();
    double megabytes = removals.stream().mapToLong(Removal::bytes).sum() / 1e6;
    int others = (int) removals.stream().filter(removal -> removal.runs() == 0).count();
    String what =
        Stream.of(
                counted(runs, "run", "runs"),
                counted(others, "folder of figures", "folders of figures"))
            .flatMap(Optional::stream)
            .collect(Collectors.joining(" and "));
    String question =
        String.format(
            Locale.ROOT,
            "Remove %s (%.1f MB) in %s? [y/N] ",
            what,
            megabytes,
            String.join(", ", folders.stream().map(Path::toString).toList()));
    String answer =
        ask.apply(question)
            .orElseThrow(() ->
                new InvalidInputException(
                    "thalweg runs remove asks before it removes, and there is no terminal; give --yes."));
    return List.of("y", "yes").contains(answer.strip().toLowerCase(Locale.ROOT));
  }

  private static Optional<String> counted(int count, String one, String several) {
    return count == 0 ? Optional.empty() : Optional.of(count + " " + (count == 1 ? one : several));
  }

  private static Optional<String> askAtTheTerminal(String question) {
    if (!Terminal.isAnswered()) {
      return Optional.empty();
    }
    return Optional.ofNullable(System.console().readLine("%s", question)).or(() -> Optional.of(""));
  }
}
