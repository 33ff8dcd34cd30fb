package io.github.thalweg.timing;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleSupplier;

/**
 * Takes times of a piece of work until the latest ones are steady: without a trend, and without
 * work of the JVM's compilers.
 */
public final class SteadyTimes {
  /** The allowed share of one core for compilers: the JVM always compiles a little. */
  private static final double COMPILING = 0.05;

  private final double patience;
  private final boolean maySlowDown;
  private final DoubleSupplier compilerSeconds;
  private final DoubleSupplier clock;
  private final List<Double> times = new ArrayList<>();

  /** Clock and compiler time before the first time and after each. */
  private final List<Double> moments = new ArrayList<>();

  private final List<Double> compiling = new ArrayList<>();

  /**
   * For this JVM.
   *
   * @param patience seconds until it gives up; the times for a decision are taken in any case
   * @param maySlowDown whether increasing times count as steady, because only the least matters
   */
  public SteadyTimes(double patience, boolean maySlowDown) {
    this(patience, maySlowDown, new CompilerThreads()::seconds, () -> System.nanoTime() / 1e9);
  }

  /**
   * With given sources.
   *
   * @param compilerSeconds processor time of the compilers so far
   * @param clock seconds since whenever
   */
  public SteadyTimes(
      double patience, boolean maySlowDown, DoubleSupplier compilerSeconds, DoubleSupplier clock) {
    this.patience = patience;
    this.maySlowDown = maySlowDown;
    this.compilerSeconds = compilerSeconds;
    this.clock = clock;
  }

  /**
   * Repeats the work until it is steady.
   *
   * @param judged number of latest times that must be steady; at least {@link Unrest#FEWEST} are
   * @param work does it once or several times, and returns the time, in any unit
   * @return these latest times in their order
   * @throws UnsteadyException when patience ends before
   */
  public double[] take(int judged, DoubleSupplier work) {
    int count = Math.max(judged, Unrest.FEWEST);
    begin();
    while (true) {
      add(work.getAsDouble());
      if (times.size() >= count) {
        Optional<Unrest> unrest = unrest(count);
        if (unrest.isEmpty()) {
          return latest(count);
        }
        double spent = moments.getLast() - moments.getFirst();
        if (spent >= patience) {
          throw new UnsteadyException(unrest.get(), spent);
        }
      }
    }
  }

  /** The first time begins now. */
  public void begin() {
    look();
  }

  /** Another time has just ended, in any unit. */
  public void add(double time) {
    times.add(time);
    look();
  }

  /** Why the latest times are not steady, if they are not; this many are needed. */
  public Optional<Unrest> unrest(int judged) {
    if (growth(compiling, judged) > COMPILING * growth(moments, judged)) {
      return Optional.of(Unrest.COMPILING);
    }
    return Unrest.trend(latest(judged)).filter(trend -> trend != Unrest.RISING || !maySlowDown);
  }

  /** The latest times in their order. */
  public double[] latest(int count) {
    return times.subList(times.size() - count, times.size()).stream().mapToDouble(x -> x).toArray();
  }

  private void look() {
    moments.add(clock.getAsDouble());
    compiling.add(compilerSeconds.getAsDouble());
  }

  /** The increase of a value during the latest times. */
  private static double growth(List<Double> readings, int times) {
    return readings.getLast() - readings.get(readings.size() - 1 - times);
  }
}
