package io.github.thalweg.train;

import io.github.thalweg.engine.Session;
import io.github.thalweg.engine.State;
import io.github.thalweg.text.Numbers;
import java.io.PrintStream;

/** Prints some epochs of a run, and the quality of the model at the end. */
final class PrintedProgress implements TrainingListener {
  private static final int LINES = 10;

  private final PrintStream out;
  private PreparedRun run;
  private Session session;
  private int epochs;
  private boolean completed;

  PrintedProgress(PrintStream out) {
    this.out = out;
  }

  @Override
  public void started(PreparedRun run, Session session) {
    this.run = run;
    this.session = session;
    epochs = run.program().training().epochs();
    completed = false;
    print(EpochLines.heading(run));
  }

  @Override
  public void epochEnded(EpochMetrics metrics, State state) {
    int epoch = metrics.epoch();
    completed = epoch == epochs;
    if (epoch == 1 || completed || epoch % Math.ceilDiv(epochs, LINES) == 0) {
      print(EpochLines.row(metrics));
    }
  }

  @Override
  public void ended() {
    if (completed) {
      print(Quality.atTheEnd(run, session).sentence());
    }
  }

  private void print(String line) {
    out.println(Numbers.shown(line, out.charset()));
  }
}
