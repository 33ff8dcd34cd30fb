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

/** Finds runs in folders. Links inside of a folder are not followed. */
public final class FoundRuns {
  /** Of more that are left out the number is given. */
  private static final int LISTED = 5;

  private FoundRuns() {}

  /**
   * The runs below a folder, by name: those right in it, and those of the comparisons in it.
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

  /** Folders right in a folder in which a run was killed before it had begun. */
  public static List<Path> unbegunIn(Path folder) {
    return foldersIn(folder).stream().filter(RunFiles::isUnbegun).toList();
  }

  /** The runs right in a folder, by name: for one that a list of settings has left, all of them. */
  public static List<RunFolder> in(Path folder) {
    return foldersIn(folder).stream().filter(RunFolder::isRun).map(RunFolder::listed).toList();
  }

  /**
   * The run that a folder is, or else those right in it.
   *
   * @throws InvalidInputException when it is no run and has none, or one is not whole files
   */
  public static List<RunFolder> named(Path folder) {
    List<RunFolder> inside =
        RunFolder.isRun(folder) || !Files.isDirectory(folder) ? List.of() : in(folder);
    return inside.isEmpty()
        ? List.of(RunFolder.existing(folder))
        : inside.stream().map(run -> RunFolder.existing(run.path())).toList();
  }

  /**
   * As {@link #named(Path)} of each, one after the other; of several, such as a shell makes of
   * {@code runs/*}, what is there and holds no run is left out.
   *
   * @param remark is told, in a sentence, what is left out
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
      remark.accept("Left out, as there is no run in it: " + names + more + ".");
    }
    return runs;
  }

  private static boolean holdsRuns(Path path) {
    return RunFolder.isRun(path) || (Files.isDirectory(path) && !in(path).isEmpty());
  }

  /** Folders right in a folder, by name, without links. */
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
