package io.github.thalweg.cli.terminal;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets the user's Ctrl-C end a command in good order: the command is told to stop (training stops
 * after the current step), and the JVM waits until the results are saved.
 */
public final class Interruption implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Duration patience;
  private final CountDownLatch finished = new CountDownLatch(1);
  private final Thread hook;

  /**
   * Watches over a command until closed.
   *
   * @param stop is called from another thread, once
   */
  public Interruption(Runnable stop) {
    this(stop, PATIENCE);
  }

  /**
   * Watches over a command until closed.
   *
   * @param patience how long the command may continue after that; 0 if there is nothing left to
   *     save; it does not continue after this is closed
   */
  public Interruption(Runnable stop, Duration patience) {
    this.patience = patience;
    hook =
        new Thread(
            () -> {
              stop.run();
              await(finished, patience);
            },
            "interruption");
    try {
      Runtime.getRuntime().addShutdownHook(hook);
    } catch (IllegalStateException _) {
      // The JVM is shutting down already, and waits for another thread.
      stop.run();
    }
  }

  /**
   * Watches over work that writes nothing before it is complete, and says so if it is interrupted.
   */
  public static Interruption saying(Screen screen, String sentence) {
    return new Interruption(() -> screen.sayLast(sentence), Duration.ZERO);
  }

  @Override
  public void close() {
    finished.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException _) {
      // The JVM is shutting down already: this is the interruption.
      if (patience.isZero()) {
        await(new CountDownLatch(1), PATIENCE); // The last message must stay true.
      }
    }
  }

  private static void await(CountDownLatch latch, Duration longest) {
    try {
      latch.await(longest.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
