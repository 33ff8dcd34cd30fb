package io.github.thalweg.engine;

import io.github.thalweg.timing.UnsteadyException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Limits of a device, measured one after the other.
 *
 * @param <E> what a measurement may throw
 */
public final class LimitSeries<E extends Exception> {
  private final String device;
  private final LimitListener listener;
  private final List<Limit> limits = new ArrayList<>();

  /**
   * None yet.
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
     * @return empty where the device has nothing of the kind
     * @throws UnsteadyException when the readings do not come to rest
     */
    Optional<Limit> measure() throws E;
  }

  /**
   * Measures one more; one whose readings do not come to rest is said and left out.
   *
   * @param name that the limit will have
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
              + ". Let nothing else run on the machine, and measure it again.");
    }
  }

  /** Those that were found, in the order in which they were measured. */
  public List<Limit> found() {
    return List.copyOf(limits);
  }
}
