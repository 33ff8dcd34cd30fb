package io.github.thalweg.cli;

import io.github.thalweg.engine.Session;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets the user's Ctrl-C end a run in good order: the session is stopped, which ends training after
 * the step at hand, and the JVM waits until what was learned has been kept.
 */
final class Interruption implements AutoCloseable {
  private static final int PATIENCE_SECONDS = 60;

  private final CountDownLatch finished = new CountDownLatch(1);
  private final Thread hook;

  /** Watches over a session until closed. */
  Interruption(Session session) {
    hook =
        new Thread(
            () -> {
              session.stop();
              try {
                finished.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
              } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
              }
            },
            "interruption");
    Runtime.getRuntime().addShutdownHook(hook);
  }

  @Override
  public void close() {
    finished.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException _) {
      // The JVM is shutting down already: this is the interruption, and it may go on now.
    }
  }
}
