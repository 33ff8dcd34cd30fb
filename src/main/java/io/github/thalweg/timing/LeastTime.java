package io.github.thalweg.timing;

import java.util.function.DoubleSupplier;

/**
 * The least time of a piece of work, for a machine's limit: measured until neither the JVM's
 * compilers nor more repetitions reduce it.
 */
public final class LeastTime {
  /** The clock's resolution does not matter for that; and six of them do not take long. */
  private static final double BLOCK_SECONDS = 0.1;

  private static final double PATIENCE_SECONDS = 30;

  private LeastTime() {}

  /**
   * Repeats the work, for half a second at least.
   *
   * @param work does it once, and says how many seconds that took
   * @throws UnsteadyException when it still decreases after half a minute
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
