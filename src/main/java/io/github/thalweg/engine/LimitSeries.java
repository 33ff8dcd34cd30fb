package io.github.thalweg.engine;

import io.github.thalweg.timing.UnsteadyException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Limits of a device, measured one after the other.
 *
 * @param <E> the exception of a measurement
 */
public final class LimitSeries<E extends Exception> {
  private final String device;
  private final LimitListener listener;
  private final List<Limit> limits = new ArrayList<>();

  /**
   * An empty series.
   *
   * @param device its id
   */
  public LimitSeries(String device, LimitListener listener) {
    this.device = device;
    this.listener = listener;
  }

  /** Measures a limit. */
  @FunctionalInterface
  public interface Measurement<E extends Exception> {
    /**
     * @return empty if the device does not have this limit
     * @throws UnsteadyException when the readings do not settle
     */
    Optional<Limit> measure() throws E;
  }

  /**
   * Measures another limit; one whose readings do not settle is reported and left out.
   *
   * @param name of the limit
   */
  public void add(String name, Measurement<E> measurement) throws E {
    listener.measuring(Limit.words(name));
    try {
      measurement.measure().ifPresent(limits::add);
    } catch (UnsteadyException e) {
      listener.unsteady(
          "The limit of "
              + Limit.words(name)
              + " on "
              + device
              + " is left out: "
              + e.reason()
              + ". Stop other programs on the machine, and measure again.");
    }
  }

  /** The measured limits, in their order. */
  public List<Limit> found() {
    return List.copyOf(limits);
  }
}
