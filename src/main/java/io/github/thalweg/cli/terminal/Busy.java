package io.github.thalweg.cli.terminal;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Says what a command is doing while nothing else is printed, if that takes most of a second: on a
 * terminal in the status line, with the seconds that have passed; elsewhere as one line of
 * progress. The system property {@code thalweg.patience} sets the milliseconds before it.
 */
public final class Busy implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 700;
  private static final int INTERVAL_MILLIS = 1000;

  /** Shorter work is not reported, no matter how long the JVM took to start. */
  private static final int SHORTEST_MILLIS = 100;

  private static final AtomicBoolean BEGUN = new AtomicBoolean();

  private final Screen screen;
  private Thread speaker;

  /**
   * Work begins that may take long.
   *
   * @param what such as {@code Reading the data}
   */
  public Busy(Screen screen, String what) {
    this.screen = screen;
    speaker = speaker(what);
  }

  private Thread speaker(String what) {
    Thread thread = Thread.ofPlatform().daemon().name("busy").unstarted(() -> speak(screen, what));
    if (screen.talks()) {
      thread.start();
    }
    return thread;
  }

  /** Other work begins that may take long. */
  public void next(String what) {
    silence();
    speaker = speaker(what);
  }

  /** Milliseconds before anything is said. */
  static int patience() {
    return Integer.getInteger("thalweg.patience", PATIENCE_MILLIS);
  }

  /** The same for the first work: the start of a JVM with TornadoVM takes seconds of its own. */
  private static long patienceNow() {
    int patience = patience();
    if (BEGUN.getAndSet(true)) {
      return patience;
    }
    long passed =
        ProcessHandle.current()
            .info()
            .startInstant()
            .map(start -> Duration.between(start, Instant.now()).toMillis())
            .orElse(0L);
    return Math.max(Math.min(patience, SHORTEST_MILLIS), patience - passed);
  }

  private static void speak(Screen screen, String what) {
    long start = System.nanoTime();
    try {
      Thread.sleep(patienceNow());
      if (!screen.redraws()) {
        screen.say(what + ".");
        return;
      }
      while (true) {
        long seconds = (System.nanoTime() - start) / 1_000_000_000;
        screen.status(what + (seconds > 0 ? ", " + seconds + " s" : ""));
        Thread.sleep(INTERVAL_MILLIS);
      }
    } catch (InterruptedException _) {
      screen.eraseStatus();
    }
  }

  /** Stops the report, because other output says more; may be called more than once. */
  public void silence() {
    speaker.interrupt();
    try {
      speaker.join();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    silence();
  }
}
