package io.github.thalweg.engine.tornado.plan;

/**
 * How many steps go into a launch: as many as take about {@link #SECONDS}, so that a device that
 * also draws a screen stays usable and a run can be stopped.
 */
public final class LaunchPace {
  /** How long a launch should take. */
  static final double SECONDS = 0.03;

  /** How many times longer a launch may be than the one before; the first launch is short. */
  private static final int GROWTH = 16;

  private int steps = 4;

  /** Steps of the next launch. */
  public int next(int remaining) {
    return Math.min(steps, remaining);
  }

  /** Takes the time of a launch into account. */
  public void took(int launched, double seconds) {
    double fitting = launched * SECONDS / Math.max(seconds, 1e-9);
    steps = (int) Math.clamp(fitting, 1, (double) GROWTH * launched);
  }
}
