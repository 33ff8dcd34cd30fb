package io.github.thalweg.bench;

import io.github.thalweg.text.Numbers;
import java.lang.management.ManagementFactory;
import java.util.Locale;
import java.util.Optional;

/** The load of other programs on a machine before a benchmark. */
public final class MachineLoad {
  /** The share of all cores above which figures are in doubt; the report's page has it, too. */
  private static final double BUSY = 0.3;

  private MachineLoad() {}

  /** Cores that were busy on average in the last minute; below 0 if the system does not say. */
  public static double now() {
    return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
  }

  /**
   * The warning for a machine that was too busy for reliable figures.
   *
   * @param load cores that were busy on average in the minute before; below 0 if unknown
   * @param cores of the machine
   * @return part of a sentence, or empty if it was quiet enough
   */
  public static Optional<String> busy(double load, int cores) {
    return load > BUSY * cores
        ? Optional.of(
            String.format(
                Locale.ROOT,
                "%s of %d %s on average in the minute before; the machine may be far faster than measured",
                Numbers.significant(load, 2),
                cores,
                cores == 1 ? "core" : "cores"))
        : Optional.empty();
  }
}
