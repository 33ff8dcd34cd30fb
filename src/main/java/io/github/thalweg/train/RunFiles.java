package io.github.thalweg.train;

import io.github.thalweg.FileTrouble;
import io.github.thalweg.files.InputFile;
import io.github.thalweg.files.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What the files in the folder of a run are called. */
public final class RunFiles {
  /** All that are finished, and the lock. */
  private static final List<String> NAMES =
      List.of(
          "run.yaml",
          "metrics.jsonl",
          "model.safetensors",
          RunFolder.BEST_MODEL,
          "checkpoint.safetensors",
          "about.json",
          "evaluation.json",
          "surface.json",
          "report.html",
          "report.png",
          RunLock.NAME);

  private RunFiles() {}

  /** Whether a file of this name is one that a run writes, finished or not. */
  public static boolean isOne(String name) {
    return NAMES.contains(name) || isHalfWritten(name);
  }

  /**
   * Whether a folder has nothing but what a run leaves that is killed before its settings are
   * written: its lock, or half a file.
   */
  public static boolean isUnbegun(Path folder) {
    if (!Files.isDirectory(folder)) {
      return false;
    }
    try (Stream<Path> content = Files.list(folder)) {
      List<Path> files = content.toList();
      return !files.isEmpty() && files.stream().allMatch(RunFiles::isOfABeginning);
    } catch (IOException _) {
      return false; // Whoever reads the folder will say what is wrong with it.
    }
  }

  /** Whether a file may be there before a run has begun. */
  static boolean isOfABeginning(Path file) {
    String name = file.getFileName().toString();
    return (name.equals(RunLock.NAME) || isHalfWritten(name))
        && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
  }

  /**
   * A sentence about what has the name of a run's file in a folder and is none, such as a folder or
   * a pipe, which would be waited for without an end; empty where there is nothing of the kind.
   */
  public static Optional<String> obstacle(Path folder) {
    for (String name : NAMES) {
      Path file = folder.resolve(name);
      try {
        InputFile.requireRegular(file);
      } catch (NoSuchFileException _) {
        // A run need not have all of them.
      } catch (IOException e) {
        return Optional.of(
            file
                + " is none of the files of a run: "
                + FileTrouble.reason(e)
                + "; put the run's own in its place, or take it away.");
      }
    }
    return Optional.empty();
  }

  /** Whether a file of this name is one of a run that was not finished. */
  private static boolean isHalfWritten(String name) {
    return WholeFile.finishedName(name).filter(NAMES::contains).isPresent();
  }

  /**
   * Removes what a run that was killed has left half written. The caller holds the folder's lock,
   * so that no other run writes there; what another living process writes, such as a report, stays.
   */
  public static void removeHalfWritten(Path folder) {
    try (Stream<Path> content = Files.list(folder)) {
      for (Path file : content.toList()) {
        if (isHalfWritten(file.getFileName().toString())
            && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
            && WholeFile.isAbandoned(file)) {
          Files.deleteIfExists(file);
        }
      }
    } catch (IOException _) {
      // It is in nobody's way; whoever writes into the folder will say what is wrong with it.
    }
  }
}
