package io.github.thalweg.cli;

import io.github.thalweg.Numbers;
import io.github.thalweg.engine.Evaluation;
import io.github.thalweg.engine.Session;
import io.github.thalweg.engine.State;
import io.github.thalweg.train.EpochMetrics;
import io.github.thalweg.train.PreparedRun;
import io.github.thalweg.train.TrainingListener;
import java.util.Locale;
import java.util.Optional;

/**
 * Prints a line for each epoch, as a table or as JSON. The table's heading waits for the first row,
 * or for the first line of a {@link StepLog} behind it: a run may diverge before it has one.
 */
final class EpochTable implements TrainingListener {
  private final Screen screen;
  private final boolean json;
  private Optional<String> heading = Optional.empty();

  EpochTable(Screen screen, boolean json) {
    this.screen = screen;
    this.json = json;
  }

  @Override
  public void started(PreparedRun run, Session session) {
    String test =
        run.data().test().isEmpty()
            ? ""
            : "   test loss"
                + (run.recipe().loss().classifies() ? "   test accuracy" : "   test RMSE");
    heading = Optional.of("epoch    train loss" + test + "   seconds");
  }

  @Override
  public void stepsTaken(int epoch, long step, double meanLoss) {
    head();
  }

  @Override
  public void epochEnded(EpochMetrics metrics, State state) {
    if (json) {
      screen.print(metrics.toMap());
      return;
    }
    head();
    screen.print(row(metrics));
  }

  private void head() {
    if (!json) {
      heading.ifPresent(screen::heading);
      heading = Optional.empty();
    }
  }

  private static String row(EpochMetrics metrics) {
    Optional<Evaluation> test = metrics.test();
    StringBuilder row =
        new StringBuilder(
            String.format(
                Locale.ROOT,
                "%5d   %11s",
                metrics.epoch(),
                Numbers.fixed(metrics.trainLoss(), 2, 9)));
    if (test.isPresent()) {
      row.append(String.format(Locale.ROOT, "   %9s", Numbers.fixed(test.get().loss(), 2, 6)));
      test.get()
          .accuracy()
          .ifPresent(
              accuracy -> row.append(String.format(Locale.ROOT, "   %11.2f %%", 100 * accuracy)));
      test.get()
          .rmse()
          .ifPresent(
              rmse -> row.append(String.format(Locale.ROOT, "   %9s", Numbers.fixed(rmse, 2, 6))));
    }
    return row.append(String.format(Locale.ROOT, "   %7.3f", metrics.times().training()))
        .toString();
  }
}
