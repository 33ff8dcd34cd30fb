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
 * A whole run on the CPU, from its recipe to its report, and an evaluation of what it left: a
 * device may compute and no run come to its end, as where Java lacks a module that only writing
 * needs.
 */
final class TrialRun {
  private TrialRun() {}

  /**
   * The sentence that says why no run can be trained and written here; empty where one can.
   *
   * @param program whose commands are tried
   * @throws RunFailedException when there is no place to try it
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
   * What is made of a run in a folder that is removed afterwards.
   *
   * @param made is given the folder of the run, which is not there yet
   * @throws RunFailedException when there can be no such folder
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
