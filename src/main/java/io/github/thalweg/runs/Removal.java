package io.github.thalweg.runs;

import io.github.thalweg.FileTrouble;
import io.github.thalweg.InvalidInputException;
import io.github.thalweg.RunFailedException;
import io.github.thalweg.files.WholeFile;
import io.github.thalweg.text.JsonText;
import io.github.thalweg.train.RunFiles;
import io.github.thalweg.train.RunFolder;
import io.github.thalweg.train.RunLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Removes a run, a comparison with all its runs, or the folder of a benchmark or of a check of
 * devices. It removes only files that Thalweg writes: a folder with any other file is refused
 * before anything is removed, and a link is never followed.
 */
public final class Removal {
  /** A run has at least one of these; a single run.yaml may be the user's own file. */
  private static final List<String> FILES_THAT_START_A_RUN =
      List.of("about.json", "metrics.jsonl", RunLock.NAME);

  private static final Set<String> FILES_OF_A_COMPARISON =
      Set.of("report.html", "report.png", "comparison.html", "comparison.png");

  /** The files of a benchmark next to its JSON file; all names begin with that file's name. */
  private static final List<String> OF_A_BENCHMARK =
      List.of(".json", ".csv", "-report.html", "-report.png");

  private static final Set<String> FILES_OF_A_DEVICE_CHECK =
      Set.of("device-check.json", "table.txt");

  private final Path folder;
  private final List<Path> files = new ArrayList<>();
  private final List<Path> folders = new ArrayList<>();
  private int runs;

  private Removal(Path folder) {
    this.folder = folder;
  }

  /**
   * Examines a folder for removal.
   *
   * @param folder of a run, of a comparison, of a benchmark or of a check of devices
   * @throws InvalidInputException when it is no such folder, is a link, or also holds other files
   */
  public static Removal of(Path folder) {
    Path path = folder.toAbsolutePath().normalize();
    if (Files.isSymbolicLink(path)) {
      throw new InvalidInputException(
          folder + " is a link, which is not followed here; give its target folder.");
    }
    Removal removal = new Removal(folder);
    if (isRun(path)) {
      removal.collectRun(path);
    } else if (Files.isDirectory(path) && !runsIn(path).isEmpty()) {
      removal.collectComparison(path);
    } else if (Files.isDirectory(path) && isFile(path, "device-check.json")) {
      removal.collect(path, FILES_OF_A_DEVICE_CHECK::contains, beside("a check of devices"));
    } else if (Files.isDirectory(path) && !benchmarks(path).isEmpty()) {
      List<String> names = benchmarks(path);
      removal.collect(
          path,
          name ->
              names.stream()
                  .anyMatch(own -> OF_A_BENCHMARK.stream().anyMatch(end -> name.equals(own + end))),
          beside("a benchmark"));
    } else {
      throw new InvalidInputException(
          folder
              + " is not the folder of a run, of several that were trained together, of a benchmark or of a check of"
              + " devices; only these are removed.");
    }
    return removal;
  }

  /** The folder as the user gave it. */
  public Path folder() {
    return folder;
  }

  /** The number of runs in it, including those that had not started. */
  public int runs() {
    return runs;
  }

  /** Size of all files; links count for nothing. */
  public long bytes() {
    long bytes = 0;
    for (Path file : files) {
      try {
        bytes += Files.isSymbolicLink(file) ? 0 : Files.size(file);
      } catch (IOException _) {
        // It was removed meanwhile, and takes no space.
      }
    }
    return bytes;
  }

  /**
   * Removes the files and then the folders.
   *
   * @throws RunFailedException when something cannot be removed
   */
  public void carryOut() {
    for (Path path : Stream.concat(files.stream(), folders.stream()).toList()) {
      try {
        Files.deleteIfExists(path);
      } catch (IOException e) {
        throw new RunFailedException(
            path
                + " cannot be removed ("
                + FileTrouble.reason(e)
                + "); the rest of "
                + folder
                + " is still there.",
            e);
      }
    }
  }

  private void collectRun(Path path) {
    runs++;
    if (RunFolder.isRun(path)
        && FILES_THAT_START_A_RUN.stream().noneMatch(name -> isFile(path, name))) {
      throw new InvalidInputException(
          path
              + " holds a run.yaml, but no about.json and no metrics.jsonl, so perhaps nothing was trained there;"
              + " remove it yourself if it is no longer needed.");
    }
    RunLock.requireFree(path);
    collect(
        path,
        RunFiles::isOne,
        name ->
            " holds "
                + name
                + ", which no run writes, so nothing was removed; move it away, or remove the folder yourself.");
  }

  private void collectComparison(Path path) {
    runsIn(path).forEach(this::collectRun);
    collect(path, FILES_OF_A_COMPARISON::contains, beside("several runs"));
  }

  /** The message for a user's own folder that also holds files of Thalweg. */
  private static UnaryOperator<String> beside(String ours) {
    return name ->
        " is not the folder of a run: it holds "
            + name
            + " as well as files of "
            + ours
            + ", so nothing was removed; remove the files yourself if they are no longer needed.";
  }

  private static boolean isRun(Path path) {
    return RunFolder.isRun(path) || RunFiles.isUnbegun(path);
  }

  private static List<Path> runsIn(Path path) {
    return FoundRuns.foldersIn(path).stream().filter(Removal::isRun).toList();
  }

  /**
   * Innermost folders come first.
   *
   * @param foreign the message for a folder that holds a file of this name
   */
  private void collect(Path path, Predicate<String> isOurs, UnaryOperator<String> foreign) {
    try (Stream<Path> content = Files.list(path)) {
      for (Path child : content.sorted().toList()) {
        String name = child.getFileName().toString();
        if (folders.contains(child)) {
          continue;
        }
        if (Files.isDirectory(child, LinkOption.NOFOLLOW_LINKS)) {
          throw new InvalidInputException(path + foreign.apply("the folder " + name));
        }
        if (!isOurs.test(WholeFile.finishedName(name).orElse(name))) {
          throw new InvalidInputException(path + foreign.apply(name));
        }
        files.add(child);
      }
    } catch (IOException e) {
      throw InvalidInputException.unreadable(path, e);
    }
    folders.add(path);
  }

  /** Names, without their ending, of the JSON files of benchmarks in a folder. */
  private static List<String> benchmarks(Path folder) {
    try (Stream<Path> content = Files.list(folder)) {
      return content
          .filter(file -> isFile(folder, file.getFileName().toString()))
          .filter(Removal::isBenchmark)
          .map(file -> file.getFileName().toString().replaceFirst("\\.json$", ""))
          .toList();
    } catch (IOException e) {
      throw InvalidInputException.unreadable(folder, e);
    }
  }

  private static boolean isBenchmark(Path file) {
    return file.toString().endsWith(".json")
        && JsonText.object(file)
            .filter(result -> result.path("format").asString("").startsWith("thalweg-bench-"))
            .isPresent();
  }

  private static boolean isFile(Path folder, String name) {
    return Files.isRegularFile(folder.resolve(name), LinkOption.NOFOLLOW_LINKS);
  }
}
