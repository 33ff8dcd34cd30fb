package io.github.thalweg.cli.device;

import io.github.thalweg.RunFailedException;
import io.github.thalweg.cli.terminal.Program;
import io.github.thalweg.files.ScratchFolder;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A whole run on the CPU, from its recipe to its report, and an evaluation of its model: a device
 * may compute and a run may still fail, for example when Java has no module that writing needs.
 */
final class TrialRun {
  private TrialRun() {}

  /**
   * The sentence that says why no run can be trained and written here; empty if one can.
   *
   * @param program whose commands are tried
   * @throws RunFailedException when there is no folder to try it in
   */
  static Optional<String> trouble(Program program) {
    return inATemporaryFolder(run ->
        Stream.of(
                List.of("train", "iris", "--device", "cpu", "--epochs", "1", "--out", run),
                List.of("evaluate", run, "--device", "cpu"))
            .flatMap(command -> trouble(program, command).stream())
            .findFirst());
  }

  /**
   * The result of a run in a folder that is removed afterwards.
   *
   * @param made receives the folder of the run, which does not exist yet
   * @throws RunFailedException when no such folder can be made
   */
  static <T> T inATemporaryFolder(Function<String, T> made) {
    try (ScratchFolder scratch = ScratchFolder.create()) {
      return made.apply(scratch.path().resolve("run").toString());
    }
  }

  private static Optional<String> trouble(Program program, List<String> command) {
    StringWriter said = new StringWriter();
    int exit =
        program.run(
            new PrintWriter(Writer.nullWriter()),
            new PrintWriter(said),
            command.toArray(String[]::new));
    return exit == 0 ? Optional.empty() : said.toString().lines().reduce((_, last) -> last);
  }
}
