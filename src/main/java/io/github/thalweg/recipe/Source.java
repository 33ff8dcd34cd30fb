package io.github.thalweg.recipe;

import java.nio.file.Path;
import java.util.List;

/** Where the rows of a run come from. */
public sealed interface Source {
  /**
   * A data set that is known by name: {@code digits}, {@code iris}, {@code mnist}, {@code
   * fashion-mnist}.
   */
  record Named(String name) implements Source {}

  /**
   * A file of the user's.
   *
   * @param targets names of the target columns
   * @param excluded names of columns that are left out; all others are features
   */
  record Csv(Path path, List<String> targets, List<String> excluded, boolean classification)
      implements Source {
    public Csv {
      targets = List.copyOf(targets);
      excluded = List.copyOf(excluded);
    }
  }

  /** Rows that are written in the run file itself: features (N, D) and targets (N, K). */
  record Inline(double[][] features, double[][] targets, boolean classification)
      implements Source {}

  /** Points about a line, y = slope·x + intercept + noise. */
  record Line(int points, double slope, double intercept, double noise, long seed)
      implements Source {}
}
