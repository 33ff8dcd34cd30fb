package io.github.thalweg.cli.terminal;

import io.github.thalweg.data.Batches;
import io.github.thalweg.engine.Session;
import io.github.thalweg.timing.Pace;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * Redraws the progress of the run while the training thread is busy with an epoch; without a status
 * line, it reports once, unless the lines of the epochs do so.
 */
public final class ProgressLine implements AutoCloseable {
  private static final int INTERVAL_MILLIS = 100;

  private final Thread painter;

  /** Starts to watch a session. */
  public ProgressLine(Screen screen, Session session, Batches batches, int epochs) {
    long begun = epoch(batches, epochs, session.step());
    painter =
        Thread.ofPlatform()
            .daemon()
            .name("progress")
            .unstarted(() -> paint(screen, session, batches, epochs, begun));
    if (screen.talks()) {
      painter.start();
    }
  }

  /**
   * The progress of a run.
   *
   * @param step steps taken
   * @param rate steps a second, once it is steady
   */
  public static String line(Batches batches, int epochs, long step, OptionalDouble rate) {
    long last = (long) epochs * batches.stepsPerEpoch();
    return String.format(
            Locale.ROOT,
            "epoch %,d of %,d, step %,d of %,d",
            epoch(batches, epochs, step),
            epochs,
            step % batches.stepsPerEpoch(),
            batches.stepsPerEpoch())
        + (rate.isEmpty()
            ? ""
            : String.format(
                Locale.ROOT,
                ", %,.0f samples/s, %s left",
                rate.getAsDouble() * batches.rows() / batches.stepsPerEpoch(),
                time((last - step) / rate.getAsDouble())));
  }

  /**
   * The same, for a single report.
   *
   * @param place of the run among several, each of which has a line; else empty
   */
  static String once(String place, Batches batches, int epochs, long step) {
    return String.format(
            Locale.ROOT, "Training %sepoch %,d of %,d", place, epoch(batches, epochs, step), epochs)
        + (place.isEmpty() ? "; an epoch has its" : "; a run has its")
        + " line when it is over.";
  }

  /** From 1; after the last epoch's steps its model is evaluated, so it is not over yet. */
  private static long epoch(Batches batches, int epochs, long step) {
    return Math.min(epochs, batches.epochOf(step) + 1);
  }

  /**
   * The progress of evaluating points.
   *
   * @param rate points a second, once it is steady
   */
  public static String line(int evaluated, int points, OptionalDouble rate) {
    return String.format(Locale.ROOT, "point %,d of %,d", evaluated, points)
        + (rate.isEmpty()
            ? ""
            : String.format(
                Locale.ROOT,
                ", %,.0f points/s, %s left",
                rate.getAsDouble(),
                time((points - evaluated) / rate.getAsDouble())));
  }

  /** {@code 59 s}, {@code 3:07 min} or {@code 2:05 h}. */
  private static String time(double seconds) {
    long whole = Math.round(seconds);
    if (whole < 100) {
      return whole + " s";
    }
    return whole < 6000
        ? String.format(Locale.ROOT, "%d:%02d min", whole / 60, whole % 60)
        : String.format(Locale.ROOT, "%d:%02d h", whole / 3600, whole / 60 % 60);
  }

  private static void paint(
      Screen screen, Session session, Batches batches, int epochs, long begun) {
    Pace pace = new Pace(session.step());
    try {
      if (!screen.redraws()) {
        Thread.sleep(Busy.patience());
        // If epochs are quick, their lines say enough.
        if (!screen.place().isEmpty() || epoch(batches, epochs, session.step()) == begun) {
          screen.say(once(screen.place(), batches, epochs, session.step()));
        }
        return;
      }
      while (true) {
        Thread.sleep(INTERVAL_MILLIS);
        long step = session.step();
        screen.status(line(batches, epochs, step, pace.at(step)));
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
