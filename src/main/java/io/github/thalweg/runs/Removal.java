package io.github.thalweg.runs;

import io.github.thalweg.FileTrouble;
import io.github.thalweg.InvalidInputException;
import io.github.thalweg.RunFailedException;
import io.github.thalweg.WholeFile;
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
import java.util.stream.Stream;

/**
 * Removes a run, or a comparison with all its runs. Only what Thalweg writes is touched: a folder
 * with anything else in it is refused before a file is gone, and a link is never followed.
 */
public final class Removal {
  /** Of which a run has one at least; a run.yaml alone may be what somebody wrote to train it. */
  private static final List<String> FILES_THAT_START_A_RUN =
      List.of("about.json", "metrics.jsonl", RunLock.NAME);

  private static final Set<String> FILES_OF_A_COMPARISON =
      Set.of("report.html", "report.png", "comparison.html", "comparison.png");

  private final Path folder;
  private final List<Path> files = new ArrayList<>();
  private final List<Path> folders = new ArrayList<>();

  private Removal(Path folder) {
    this.folder = folder;
  }

  /**
   * Looks at what is to be removed.
   *
   * @param folder of a run, or of a comparison
   * @throws InvalidInputException when it is neither, is a link, or holds something else, too
   */
  public static Removal of(Path folder) {
    Path path = folder.toAbsolutePath().normalize();
    if (Files.isSymbolicLink(path)) {
      throw new InvalidInputException(
          folder + " is a link, which is not followed here; give the folder that it leads to.");
    }
    Removal removal = new Removal(folder);
    if (RunFolder.isRun(path)) {
      removal.collect(path, false);
    } else if (Files.isDirectory(path) && !FoundRuns.in(path).isEmpty()) {
      removal.collect(path, true);
    } else {
      throw new InvalidInputException(
          folder
              + " is not the folder of a run, nor of several that were trained together; only these are removed.");
    }
    return removal;
  }

  /** As it was given. */
  public Path folder() {
    return folder;
  }

  /** How many runs there are in it. */
  public int runs() {
    return (int) files.stream().filter(file -> file.endsWith("run.yaml")).count();
  }

  /** Size of all files; links count for nothing. */
  public long bytes() {
    long bytes = 0;
    for (Path file : files) {
      try {
        bytes += Files.isSymbolicLink(file) ? 0 : Files.size(file);
      } catch (IOException _) {
        // It has gone meanwhile, and takes no space.
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

  /** Innermost folders come first. */
  private void collect(Path path, boolean comparison) {
    if (!comparison && FILES_THAT_START_A_RUN.stream().noneMatch(name -> isFile(path, name))) {
      throw new InvalidInputException(
          path
              + " holds a run.yaml, but neither about.json nor metrics.jsonl, as if nothing had been trained there;"
              + " remove it yourself if it is no longer needed.");
    }
    if (!comparison && Files.exists(path.resolve(RunLock.NAME))) {
      RunLock.take(path).close(); // Refuses to go on where a run is being trained.
    }
    try (Stream<Path> content = Files.list(path)) {
      for (Path child : content.sorted().toList()) {
        String name = child.getFileName().toString();
        boolean isFolder = Files.isDirectory(child, LinkOption.NOFOLLOW_LINKS);
        if (comparison && isFolder && RunFolder.isRun(child)) {
          collect(child, false);
        } else if (!isFolder && isOurs(name, comparison)) {
          files.add(child);
        } else {
          throw new InvalidInputException(
              path
                  + " holds "
                  + name
                  + ", which no run writes, so nothing was removed; move that away, or remove the folder yourself.");
        }
      }
    } catch (IOException e) {
      throw InvalidInputException.unreadable(path, e);
    }
    folders.add(path);
  }

  private static boolean isFile(Path folder, String name) {
    return Files.isRegularFile(folder.resolve(name), LinkOption.NOFOLLOW_LINKS);
  }

  private static boolean isOurs(String name, boolean comparison) {
    return comparison
        ? FILES_OF_A_COMPARISON.contains(WholeFile.finishedName(name).orElse(name))
        : RunFiles.isOne(name);
  }
}
