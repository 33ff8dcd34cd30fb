package io.github.thalweg.train;

import io.github.thalweg.FileTrouble;
import io.github.thalweg.InvalidInputException;
import io.github.thalweg.RunFailedException;
import io.github.thalweg.files.WholeFile;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A folder that is made when its run begins, not before: the folder that the user named, or a
 * different one for each process that starts at the same moment.
 */
public final class NewFolder {
  private static final String OPTION = " with --out";

  private final Path wanted;

  /** How the user can name another folder: by an option, or in a program. */
  private final String how;

  private final boolean counted;

  /** The new folders, the innermost first. */
  private final List<Path> made = new ArrayList<>();

  private Path path;

  private NewFolder(Path wanted, boolean counted, String how) {
    this.how = how;
    this.wanted = wanted;
    this.counted = counted;
    this.path = wanted;
  }

  /** The folder that an option names, which must be empty. */
  public static NewFolder named(Path folder) {
    return new NewFolder(folder, false, OPTION);
  }

  /** The folder that a program names, which must be empty. */
  static NewFolder ofAProgram(Path folder) {
    return new NewFolder(folder, false, "");
  }

  /** A folder of that name, with {@code -2} and so on after it if it exists already. */
  public static NewFolder counted(Path first) {
    return new NewFolder(first, true, OPTION);
  }

  /** Its path, after the start. */
  public Path path() {
    return path;
  }

  /**
   * Refuses a folder like {@link #begin}, and makes nothing.
   *
   * @throws InvalidInputException when there is something in it already, or a file on the way to it
   * @throws RunFailedException when it cannot be written to
   */
  public void requireUsable() {
    requireNoFileOnTheWay();
    Path folder = counted ? wanted.toAbsolutePath().getParent() : wanted;
    try {
      if (!counted && Files.exists(folder)) {
        requireUnused(folder);
      }
    } catch (IOException e) {
      throw unwritable(FileTrouble.reason(e));
    }
    WholeFile.obstacle(folder.resolve("run.yaml"))
        .ifPresent(reason -> {
          throw unwritable(reason);
        });
  }

  /**
   * Makes the folder.
   *
   * @throws InvalidInputException when there is something in it already, or a file on the way to it
   * @throws RunFailedException when it cannot be made or written to
   */
  public Path begin() {
    requireNoFileOnTheWay();
    for (Path missing = wanted.toAbsolutePath().normalize();
        missing != null && Files.notExists(missing);
        missing = missing.getParent()) {
      made.add(missing);
    }
    try {
      if (counted) {
        makeCounted();
      } else {
        Files.createDirectories(path);
        requireUnused(path);
      }
      if (!Files.isWritable(path)) {
        throw unwritable("it is write-protected");
      }
    } catch (NoSuchFileException e) {
      throw unwritable("no folder can be made there"); // For example in /proc.
    } catch (IOException e) {
      throw unwritable(FileTrouble.reason(e));
    }
    return path;
  }

  /** Only one of several processes makes a folder; the others try the next number. */
  private void makeCounted() throws IOException {
    Files.createDirectories(wanted.toAbsolutePath().getParent());
    for (int i = 2; ; i++) {
      try {
        Files.createDirectory(path);
        made.remove(wanted.toAbsolutePath().normalize());
        made.addFirst(path);
        return;
      } catch (FileAlreadyExistsException _) {
        path = wanted.resolveSibling(wanted.getFileName() + "-" + i);
      }
    }
  }

  /** Removes a folder in which nothing was written. */
  public void leaveIfEmpty() {
    for (Path folder : made) {
      try {
        Files.deleteIfExists(folder);
      } catch (IOException _) {
        break; // There is something in it.
      }
    }
  }

  private void requireNoFileOnTheWay() {
    for (Path way = wanted; way != null && !counted; way = way.getParent()) {
      if (Files.exists(way) && !Files.isDirectory(way)) {
        throw new InvalidInputException(
            "The output folder "
                + wanted
                + (way.equals(wanted)
                    ? " is a file"
                    : " cannot be made, because " + way + " is a file")
                + "; name another one"
                + how
                + ".");
      }
    }
  }

  /** The lock of a run that was killed before its start does not count. */
  private void requireUnused(Path folder) throws IOException {
    try (Stream<Path> content = Files.list(folder)) {
      if (content.anyMatch(file -> !RunFiles.isOfABeginning(file))) {
        throw new InvalidInputException(
            "The output folder "
                + folder
                + (RunFolder.isRun(folder)
                    ? " is in use already; name another one"
                        + how
                        + (how.isEmpty() ? "" : ", continue the run in it with --resume")
                        + ", or remove it."
                    : " holds other files; name another one" + how + "."));
      }
    }
  }

  private RunFailedException unwritable(String reason) {
    return new RunFailedException(
        path + " cannot be written (" + reason + "); choose another folder" + how + ".");
  }
}
