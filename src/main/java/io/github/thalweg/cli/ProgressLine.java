package io.github.thalweg.cli;

import io.github.thalweg.data.Batches;
import io.github.thalweg.engine.Session;
import java.util.Locale;

/** Redraws how far the run has come while the training thread is busy with an epoch. */
final class ProgressLine implements AutoCloseable {
  private static final int INTERVAL_MILLIS = 100;

  private final Thread painter;

  /** Starts to watch a session, where the screen redraws. */
  ProgressLine(Screen screen, Session session, Batches batches, int epochs) {
    painter =
        Thread.ofPlatform()
            .daemon()
            .name("progress")
            .unstarted(() -> paint(screen, session, batches, epochs));
    if (screen.redraws()) {
      painter.start();
    }
  }

  private static void paint(Screen screen, Session session, Batches batches, int epochs) {
    long firstStep = session.step();
    long start = System.nanoTime();
    long last = (long) epochs * batches.stepsPerEpoch();
    try {
      while (true) {
        Thread.sleep(INTERVAL_MILLIS);
        long step = session.step();
        double rate = (step - firstStep) / ((System.nanoTime() - start) / 1e9);
        long epoch = Math.min(epochs, batches.epochOf(step) + 1);
        String left =
            rate > 0 ? String.format(Locale.ROOT, ", %.0f s left", (last - step) / rate) : "";
        screen.status(
            String.format(
                Locale.ROOT,
                "epoch %d of %d, step %d of %d, %.0f steps/s%s",
                epoch,
                epochs,
                step % batches.stepsPerEpoch(),
                batches.stepsPerEpoch(),
                rate,
                left));
      }
    } catch (InterruptedException _) {
      screen.eraseStatus();
    }
  }

  @Override
  public void close() {
    painter.interrupt();
    try {
      painter.join();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
