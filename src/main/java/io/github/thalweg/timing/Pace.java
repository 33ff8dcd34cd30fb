package io.github.thalweg.timing;

import java.util.OptionalDouble;
import java.util.function.DoubleSupplier;

/**
 * How fast something goes on that is looked at now and then, once its speed has settled: before
 * that, what is left of it cannot be told from what is done. Not for several threads at once.
 */
public final class Pace {
  /** One look in so many seconds counts. */
  private static final double WINDOW_SECONDS = 0.5;

  private final SteadyTimes secondsEach;
  private final DoubleSupplier clock;
  private double since;
  private long done;
  private int windows;
  private boolean settled;

  /**
   * Something that begins now.
   *
   * @param done how much of it is done already
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
   * Takes note of how much is done by now.
   *
   * @return how much is done in a second; empty while that has not settled
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

  /** Over the last windows: the mean, since what is left will be held up as often. */
  private double rate() {
    double sum = 0;
    for (double seconds : secondsEach.latest(Unrest.FEWEST)) {
      sum += seconds;
    }
    return Unrest.FEWEST / sum;
  }
}
