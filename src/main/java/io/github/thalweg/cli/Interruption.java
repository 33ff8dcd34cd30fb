package io.github.thalweg.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets the user's Ctrl-C end a run in good order: the training thread is interrupted, which ends it
 * after the step at hand, and the JVM waits until it has kept what was learned.
 */
final class Interruption implements AutoCloseable {
  private static final int PATIENCE_SECONDS = 60;

  private final CountDownLatch finished = new CountDownLatch(1);
  private final Thread hook;

  /** Watches over the calling thread until closed. */
  Interruption() {
    Thread training = Thread.currentThread();
    hook =
        new Thread(
            () -> {
              training.interrupt();
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
