package io.github.thalweg.train;

import io.github.thalweg.FileTrouble;
import io.github.thalweg.files.InputFile;
import io.github.thalweg.files.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The names of the files in a run's folder. */
public final class RunFiles {
  /** All finished files, and the lock. */
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
   * Whether a folder holds only what is left by a run that was killed before its settings were
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
      return false; // The reader of the folder will say what is wrong with it.
    }
  }

  /** Whether a file may be there before a run has begun. */
  static boolean isOfABeginning(Path file) {
    String name = file.getFileName().toString();
    return (name.equals(RunLock.NAME) || isHalfWritten(name))
        && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
  }

  /**
   * A sentence about something with the name of a run's file that is not a file, such as a folder
   * or a pipe, on which reading would wait forever; empty if there is none.
   */
  public static Optional<String> obstacle(Path folder) {
    for (String name : NAMES) {
      Path file = folder.resolve(name);
      try {
        InputFile.requireRegular(file);
      } catch (NoSuchFileException _) {
        // A run may have only some of them.
      } catch (IOException e) {
        return Optional.of(
            file
                + " is not a file of a run: "
                + FileTrouble.reason(e)
                + "; put the run's own file there, or remove it.");
      }
    }
    return Optional.empty();
  }

  /** Whether a file of this name is an unfinished file of a run. */
  private static boolean isHalfWritten(String name) {
    return WholeFile.finishedName(name).filter(NAMES::contains).isPresent();
  }

  /**
   * Removes the unfinished files of a run that was killed. The caller holds the folder's lock, so
   * no other run writes there; files that another living process writes, such as a report, stay.
   */
  public static void removeHalfWritten(Path folder) {
    try {
      for (Path file : halfWritten(folder)) {
        Files.deleteIfExists(file);
      }
    } catch (IOException _) {
      // It does no harm; the next writer will say what is wrong with the folder.
    }
  }

  /** Whether a killed process has left an unfinished file of a run. */
  static boolean hasHalfWritten(Path folder) {
    try {
      return !halfWritten(folder).isEmpty();
    } catch (IOException _) {
      return false;
    }
  }

  private static List<Path> halfWritten(Path folder) throws IOException {
    List<Path> files = new ArrayList<>();
    try (Stream<Path> content = Files.list(folder)) {
      for (Path file : content.toList()) {
        if (isHalfWritten(file.getFileName().toString())
            && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
            && WholeFile.isAbandoned(file)) {
          files.add(file);
        }
      }
    }
    return files;
  }
}
