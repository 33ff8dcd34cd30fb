package io.github.thalweg.cli;

import io.github.thalweg.RunFailedException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
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

  /** The sentence that says why no run can be trained and written here; empty where one can. */
  static Optional<String> trouble() {
    try {
      return inATemporaryFolder(run ->
          Stream.of(
                  List.of("train", "iris", "--device", "cpu", "--epochs", "1", "--out", run),
                  List.of("evaluate", run, "--device", "cpu"))
              .flatMap(command -> trouble(command).stream())
              .findFirst());
    } catch (RunFailedException e) {
      return Optional.of(e.getMessage());
    }
  }

  /**
   * What is made of a run in a folder that is removed afterwards.
   *
   * @param made is given the folder of the run, which is not there yet
   * @throws RunFailedException when there can be no such folder
   */
  static <T> T inATemporaryFolder(Function<String, T> made) {
    try {
      Path folder = Files.createTempDirectory("thalweg");
      try {
        return made.apply(folder.resolve("run").toString());
      } finally {
        delete(folder);
      }
    } catch (IOException e) {
      throw new RunFailedException(
          "It cannot be written to the folder for temporary files (" + e + ").", e);
    }
  }

  private static Optional<String> trouble(List<String> command) {
    StringWriter said = new StringWriter();
    int exit =
        Main.run(
            new PrintWriter(Writer.nullWriter()),
            new PrintWriter(said),
            command.toArray(String[]::new));
    return exit == 0 ? Optional.empty() : said.toString().lines().reduce((_, last) -> last);
  }

  private static void delete(Path folder) throws IOException {
    List<Path> paths = new ArrayList<>();
    try (Stream<Path> all = Files.walk(folder)) {
      all.forEach(paths::add);
    }
    paths.sort(Comparator.reverseOrder());
    for (Path path : paths) {
      Files.delete(path);
    }
  }
}
