package io.github.thalweg.bench;

import io.github.thalweg.engine.Limit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The least time that a step can take on a device, by what the device was measured to do at most:
 * S. Williams, A. Waterman and D. Patterson, "Roofline" (2009).
 *
 * @param limit name of the {@link Limit} that holds the step up most
 * @param leastMicros the step's time if that limit were reached, in µs
 */
public record Bound(String limit, double leastMicros) {
  /**
   * The slowest of reading the features once, the arithmetic, and starting one kernel. Empty where
   * the device has no limits. A session that takes many steps in one launch can be quicker than
   * {@link Limit#LAUNCH} has it.
   *
   * @param bytes that a step has to read, {@link Workload#bytesPerStep()}
   * @param flop that it has to do, {@link Workload#neededFlopPerStep()}
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

  /** The share of the limit that a step of this time reaches, 1 for all of it. */
  double share(double stepMicros) {
    return leastMicros / stepMicros;
  }
}
