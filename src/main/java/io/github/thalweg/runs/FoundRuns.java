package io.github.thalweg.runs;

import io.github.thalweg.InvalidInputException;
import io.github.thalweg.train.RunFiles;
import io.github.thalweg.train.RunFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds runs in folders. Links inside a folder are not followed. */
public final class FoundRuns {
  /** If more are left out, only their number is given. */
  private static final int LISTED = 5;

  private FoundRuns() {}

  /**
   * The runs below a folder, by name: those directly in it, and those of comparisons in it.
   *
   * @throws InvalidInputException when the folder cannot be read
   */
  public static List<RunFolder> below(Path folder) {
    List<RunFolder> runs = new ArrayList<>();
    for (Path child : foldersIn(folder)) {
      runs.addAll(RunFolder.isRun(child) ? List.of(RunFolder.listed(child)) : in(child));
    }
    return runs;
  }

  /** Folders directly in a folder in which a run was killed before its start. */
  public static List<Path> unbegunIn(Path folder) {
    return foldersIn(folder).stream().filter(RunFiles::isUnbegun).toList();
  }

  /** The runs directly in a folder, by name: for the folder of a list of settings, all of them. */
  public static List<RunFolder> in(Path folder) {
    return foldersIn(folder).stream().filter(RunFolder::isRun).map(RunFolder::listed).toList();
  }

  /**
   * The run of a folder, or else the runs directly in it.
   *
   * @throws InvalidInputException when it is not a run and holds none, or a file is not a regular
   *     file
   */
  public static List<RunFolder> named(Path folder) {
    List<RunFolder> inside =
        RunFolder.isRun(folder) || !Files.isDirectory(folder) ? List.of() : in(folder);
    return inside.isEmpty()
        ? List.of(RunFolder.existing(folder))
        : inside.stream().map(run -> RunFolder.existing(run.path())).toList();
  }

  /**
   * As {@link #named(Path)} of each, one after the other; of several, for example from {@code
   * runs/*} in a shell, folders without runs are left out.
   *
   * @param remark receives a sentence about what is left out
   * @throws InvalidInputException when one is named twice, too
   */
  public static List<RunFolder> named(List<Path> paths, Consumer<String> remark) {
    List<Path> others =
        paths.stream().filter(path -> Files.exists(path) && !holdsRuns(path)).toList();
    List<Path> folders = new ArrayList<>(paths);
    if (others.size() < paths.size()) {
      folders.removeAll(others);
    }
    List<RunFolder> runs = folders.stream().flatMap(folder -> named(folder).stream()).toList();
    Set<Path> seen = new HashSet<>();
    for (RunFolder run : runs) {
      if (!seen.add(run.path().toAbsolutePath().normalize())) {
        throw new InvalidInputException(
            "The run in " + run.path() + " is named twice; name each once.");
      }
    }
    if (!others.isEmpty()) {
      String names =
          others.stream().limit(LISTED).map(Path::toString).collect(Collectors.joining(", "));
      String more = others.size() > LISTED ? " and " + (others.size() - LISTED) + " more" : "";
      remark.accept("Left out, because there is no run in it: " + names + more + ".");
    }
    return runs;
  }

  private static boolean holdsRuns(Path path) {
    return RunFolder.isRun(path) || (Files.isDirectory(path) && !in(path).isEmpty());
  }

  /** Folders directly in a folder, by name, without links. */
  static List<Path> foldersIn(Path folder) {
    try (Stream<Path> content = Files.list(folder)) {
      return content
          .filter(path -> Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw InvalidInputException.unreadable(folder, e);
    }
  }
}
