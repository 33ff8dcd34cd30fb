package io.github.thalweg.bench;

import io.github.thalweg.engine.Limit;
import java.util.List;
import java.util.Optional;

/**
 * The least time that a step can take on a device, by what the device was measured to do at most:
 * S. Williams, A. Waterman and D. Patterson, "Roofline" (2009).
 *
 * @param limit name of the {@link Limit} that holds the step up most
 * @param leastMicros the step's time if that limit were reached, in µs
 */
public record Bound(String limit, double leastMicros) {
  /**
   * The slowest of reading the features once, multiplying as fast as matrices can be, and starting
   * one kernel. Empty where the device has no limits. A session that takes many steps in one launch
   * can be quicker than {@link Limit#LAUNCH} has it.
   *
   * @param bytes that a step has to read, {@link Workload#bytesPerStep()}
   * @param flop that it has to do, {@link Workload#neededFlopPerStep()}
   */
  static Optional<Bound> of(double bytes, double flop, List<Limit> limits) {
    boolean readIsKnown = limits.stream().anyMatch(limit -> limit.name().equals(Limit.READ));
    Bound slowest = null;
    for (Limit limit : limits) {
      double micros =
          switch (limit.name()) {
            case Limit.READ -> bytes / limit.value() / 1e3;
            case Limit.COPY -> readIsKnown ? 0 : bytes / limit.value() / 1e3;
            case Limit.GEMM -> flop / limit.value() / 1e3;
            case Limit.LAUNCH -> limit.value();
            default -> 0;
          };
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
