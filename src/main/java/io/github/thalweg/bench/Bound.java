package io.github.thalweg.bench;

import io.github.thalweg.engine.Limit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The least time of a step on a device, from the device's measured limits: S. Williams, A. Waterman
 * and D. Patterson, "Roofline" (2009).
 *
 * @param limit name of the {@link Limit} that slows the step most
 * @param leastMicros the step's time if that limit were reached, in µs
 */
public record Bound(String limit, double leastMicros) {
  /**
   * The slowest of reading the features once, the arithmetic, and starting one kernel. Empty if the
   * device has no limits. A session with many steps in one launch can be faster than {@link
   * Limit#LAUNCH}.
   *
   * @param bytes that a step must read, {@link Workload#bytesPerStep()}
   * @param flop of a step, {@link Workload#neededFlopPerStep()}
   */
  static Optional<Bound> of(double bytes, double flop, List<Limit> limits) {
    Set<String> known = limits.stream().map(Limit::name).collect(Collectors.toSet());
    String memory = known.contains(Limit.READ) ? Limit.READ : Limit.COPY;
    String arithmetic = known.contains(Limit.MULTIPLY_ADDS) ? Limit.MULTIPLY_ADDS : Limit.GEMM;
    Bound slowest = null;
    for (Limit limit : limits) {
      double micros = 0;
      if (limit.name().equals(memory)) {
        micros = bytes / limit.value() / 1e3;
      } else if (limit.name().equals(arithmetic)) {
        micros = flop / limit.value() / 1e3;
      } else if (limit.name().equals(Limit.LAUNCH)) {
        micros = limit.value();
      }
      if (slowest == null || micros > slowest.leastMicros) {
        slowest = new Bound(limit.name(), micros);
      }
    }
    return Optional.ofNullable(slowest).filter(bound -> bound.leastMicros > 0);
  }

  /** The share of the limit for a step of this time, 1 for all of it. */
  double share(double stepMicros) {
    return leastMicros / stepMicros;
  }
}
