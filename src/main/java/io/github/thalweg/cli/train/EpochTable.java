package io.github.thalweg.cli.train;

import io.github.thalweg.cli.terminal.Screen;
import io.github.thalweg.engine.Session;
import io.github.thalweg.engine.State;
import io.github.thalweg.train.EpochLines;
import io.github.thalweg.train.EpochMetrics;
import io.github.thalweg.train.PreparedRun;
import io.github.thalweg.train.TrainingListener;
import java.util.Optional;

/**
 * Prints a line for each epoch, as a table or as JSON. The table's heading waits for the first row,
 * or for the first line of a {@link StepLog} after it: a run may diverge before its first row.
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
    heading = Optional.of(EpochLines.heading(run));
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
    screen.print(EpochLines.row(metrics));
  }

  private void head() {
    if (!json) {
      heading.ifPresent(screen::heading);
      heading = Optional.empty();
    }
  }
}
