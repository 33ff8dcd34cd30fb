package io.github.thalweg.recipe;

import io.github.thalweg.data.Dataset;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The source of a run's rows. */
public sealed interface Source {
  /** Names of the targets, if the source has names. */
  default List<String> targetNames() {
    return List.of();
  }

  /** A data set with a name: {@code digits}, {@code iris}, {@code mnist}, {@code fashion-mnist}. */
  record Named(String name) implements Source {}

  /**
   * A file of the user.
   *
   * @param targets names of the target columns
   * @param excluded names of the columns to leave out; all others are features
   */
  record Csv(Path path, List<String> targets, List<String> excluded, boolean classification)
      implements Source {
    public Csv {
      targets = List.copyOf(targets);
      excluded = List.copyOf(excluded);
    }

    @Override
    public List<String> targetNames() {
      return targets;
    }
  }

  /** Rows in the run file itself: features (N, D) and targets (N, K). */
  record Inline(double[][] features, double[][] targets, boolean classification)
      implements Source {}

  /**
   * Rows from a Java program, which a run file cannot hold.
   *
   * @param rows empty if a run file is read again
   * @param targetNames names of the targets, or none
   */
  record Memory(Optional<Dataset> rows, List<String> targetNames) implements Source {
    public Memory {
      targetNames = List.copyOf(targetNames);
    }
  }

  /** Points near a line, y = slope·x + intercept + noise. */
  record Line(int points, double slope, double intercept, double noise, long seed)
      implements Source {}
}
