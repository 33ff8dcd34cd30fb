package io.github.thalweg.timing;

import java.util.function.DoubleSupplier;

/**
 * The least time of a piece of work, for what a machine can do at most: once neither the JVM's
 * compilers nor a longer look make it any less.
 */
public final class LeastTime {
  /** A clock's grain does not show in that; nor do six of them take long. */
  private static final double BLOCK_SECONDS = 0.1;

  private static final double PATIENCE_SECONDS = 30;

  private LeastTime() {}

  /**
   * Repeats the work, for half a second at least.
   *
   * @param work does it once, and says how many seconds that took
   * @throws UnsteadyException when it still becomes less after half a minute
   */
  public static double seconds(DoubleSupplier work) {
    var _ = work.getAsDouble(); // Touches every page, and loads what it needs.
    double least = Double.MAX_VALUE;
    for (double time : new SteadyTimes(PATIENCE_SECONDS, true).take(1, () -> block(work))) {
      least = Math.min(least, time);
    }
    return least;
  }

  /** The same of work that is timed here. */
  public static double seconds(Runnable work) {
    return seconds(() -> {
      long start = System.nanoTime();
      work.run();
      return (System.nanoTime() - start) / 1e9;
    });
  }

  private static double block(DoubleSupplier work) {
    double least = Double.MAX_VALUE;
    double spent = 0;
    while (spent < BLOCK_SECONDS) {
      double seconds = work.getAsDouble();
      least = Math.min(least, seconds);
      spent += seconds;
    }
    return least;
  }
}
