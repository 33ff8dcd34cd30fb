package io.github.thalweg.cli.train;

import io.github.thalweg.cli.terminal.Screen;
import io.github.thalweg.engine.Session;
import io.github.thalweg.engine.State;
import io.github.thalweg.text.Numbers;
import io.github.thalweg.train.EpochMetrics;
import io.github.thalweg.train.PreparedRun;
import io.github.thalweg.train.TrainingListener;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Prints a line for each of several runs: the results of its last epoch. */
final class ComparisonTable implements TrainingListener {
  private final Screen screen;
  private final boolean json;
  private final int width;
  private boolean begun;
  private boolean tested;
  private EpochMetrics last;
  private double seconds;

  /**
   * @param names of the runs
   */
  ComparisonTable(Screen screen, boolean json, List<String> names) {
    this.screen = screen;
    this.json = json;
    this.width = names.stream().mapToInt(String::length).max().orElse(0);
  }

  @Override
  public void started(PreparedRun run, Session session) {
    if (begun || json) {
      return;
    }
    begun = true;
    tested = run.data().test().isPresent();
    String test =
        tested
            ? "   test loss"
                + (run.recipe().loss().classifies() ? "   test accuracy" : "    test RMSE")
            : "";
    screen.heading(
        String.format(
            Locale.ROOT, "%-" + width + "s   epochs    train loss%s   seconds", "run", test));
  }

  @Override
  public void epochEnded(EpochMetrics metrics, State state) {
    last = metrics;
    seconds += metrics.times().training();
  }

  /**
   * A run is over, whether it finished, failed or was stopped.
   *
   * @return the results of its last epoch, if it had one
   */
  Optional<EpochMetrics> runEnded(String name, boolean failed) {
    if (!json) {
      screen.print(row(name) + (failed ? "   failed" : ""));
    }
    // A run that fails before its start must not show the results of the run before.
    Optional<EpochMetrics> cameTo = Optional.ofNullable(last);
    last = null;
    seconds = 0;
    return cameTo;
  }

  private String row(String name) {
    StringBuilder row = new StringBuilder(String.format(Locale.ROOT, "%-" + width + "s", name));
    if (last == null) {
      return row.append("        0             –").toString();
    }
    row.append(
        String.format(
            Locale.ROOT, "   %6d   %11s", last.epoch(), Numbers.fixed(last.trainLoss(), 3, 6)));
    last.test()
        .ifPresent(test -> {
          row.append(String.format(Locale.ROOT, "   %9s", Numbers.fixed(test.loss(), 2, 6)));
          test.accuracy()
              .ifPresent(accuracy ->
                  row.append(String.format(Locale.ROOT, "   %11.2f %%", 100 * accuracy)));
          test.rmse()
              .ifPresent(rmse ->
                  row.append(String.format(Locale.ROOT, "   %10s", Numbers.fixed(rmse, 3, 6))));
        });
    return row.append(String.format(Locale.ROOT, "   %7.3f", seconds)).toString();
  }
}
