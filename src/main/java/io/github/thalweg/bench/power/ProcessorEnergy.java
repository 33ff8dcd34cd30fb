package io.github.thalweg.bench.power;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The energy counters of the processors' packages (RAPL), from Linux' powercap: they include
 * everything that runs on the machine, but not the memory.
 *
 * @param packages folders with {@code energy_uj} and {@code max_energy_range_uj}
 */
record ProcessorEnergy(List<Path> packages) implements PowerMeter {
  /**
   * @param powercap {@code /sys/class/powercap}
   * @return empty if there are no counters, or only root may read them
   */
  static Optional<PowerMeter> in(Path powercap) {
    try (Stream<Path> zones = Files.list(powercap)) {
      List<Path> packages = zones.filter(ProcessorEnergy::isReadablePackage).sorted().toList();
      return packages.isEmpty() ? Optional.empty() : Optional.of(new ProcessorEnergy(packages));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** A package's counter includes the zones in it. */
  private static boolean isReadablePackage(Path zone) {
    try {
      return Files.readString(zone.resolve("name")).startsWith("package")
          && Files.isReadable(zone.resolve("energy_uj"))
          && microjoules(zone, "energy_uj") >= 0;
    } catch (IOException | NumberFormatException e) {
      return false;
    }
  }

  @Override
  public String source() {
    return "the processor's energy counters (RAPL), everything that ran on the machine included";
  }

  @Override
  public Reading start() {
    long[] before = packages.stream().mapToLong(zone -> read(zone)).toArray();
    return () -> {
      double joules = 0;
      for (int i = 0; i < before.length; i++) {
        long after = read(packages.get(i));
        if (before[i] < 0 || after < 0) {
          return 0;
        }
        joules += (after - before[i] + (after < before[i] ? range(packages.get(i)) : 0)) / 1e6;
      }
      return joules;
    };
  }

  /** −1 if it cannot be read any more. */
  private static long read(Path zone) {
    try {
      return microjoules(zone, "energy_uj");
    } catch (IOException | NumberFormatException e) {
      return -1;
    }
  }

  /** The value at which a counter starts again. */
  private static long range(Path zone) {
    try {
      return microjoules(zone, "max_energy_range_uj");
    } catch (IOException | NumberFormatException e) {
      return 0;
    }
  }

  private static long microjoules(Path zone, String file) throws IOException {
    return Long.parseLong(Files.readString(zone.resolve(file)).strip());
  }
}
