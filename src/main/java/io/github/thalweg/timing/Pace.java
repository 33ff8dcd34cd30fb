package io.github.thalweg.timing;

import java.util.OptionalDouble;
import java.util.function.DoubleSupplier;

/**
 * The speed of work that is observed now and then, when it is steady: before that, the remaining
 * time cannot be estimated. Not for several threads at once.
 */
public final class Pace {
  /** Seconds between two observations that count. */
  private static final double WINDOW_SECONDS = 0.5;

  private final SteadyTimes secondsEach;
  private final DoubleSupplier clock;
  private double since;
  private long done;
  private int windows;
  private boolean settled;

  /**
   * Work that begins now.
   *
   * @param done the part that is done already
   */
  public Pace(long done) {
    this(done, new SteadyTimes(0, false), () -> System.nanoTime() / 1e9);
  }

  Pace(long done, SteadyTimes secondsEach, DoubleSupplier clock) {
    this.done = done;
    this.secondsEach = secondsEach;
    this.clock = clock;
    secondsEach.begin();
    since = clock.getAsDouble();
  }

  /**
   * Records the part that is done.
   *
   * @return the part per second; empty while that is not steady
   */
  public OptionalDouble at(long doneNow) {
    double now = clock.getAsDouble();
    if (now - since >= WINDOW_SECONDS && doneNow > done) {
      secondsEach.add((now - since) / (doneNow - done));
      windows++;
      since = now;
      done = doneNow;
      settled =
          settled || (windows >= Unrest.FEWEST && secondsEach.unrest(Unrest.FEWEST).isEmpty());
    }
    return settled ? OptionalDouble.of(rate()) : OptionalDouble.empty();
  }

  /** Over the last windows: the mean, because the rest will have as many delays. */
  private double rate() {
    double sum = 0;
    for (double seconds : secondsEach.latest(Unrest.FEWEST)) {
      sum += seconds;
    }
    return Unrest.FEWEST / sum;
  }
}
