package io.github.thalweg.bench.power;

import io.github.thalweg.engine.DeviceInfo;
import java.nio.file.Path;
import java.util.Optional;

/** Measures the energy of a device. */
public interface PowerMeter {
  /** The source of the figures, and what they include. */
  String source();

  /** Begins to measure. */
  Reading start();

  /** A running measurement. */
  interface Reading {
    /** Ends it: the energy since its beginning, in J; 0 if none could be read. */
    double joules();
  }

  /**
   * The meter of a device: the processor's energy counters, or NVIDIA's driver for a GPU. Empty if
   * neither is available or readable.
   */
  static Optional<PowerMeter> of(DeviceInfo device) {
    return device.type().equals("cpu")
        ? ProcessorEnergy.in(Path.of("/sys/class/powercap"))
        : NvidiaPower.of(device.name(), "nvidia-smi");
  }

  /** Why a device has no meter, for a reader. */
  static String absence(String type) {
    return type.equals("cpu")
        ? "the system shows no readable energy counter (RAPL) in /sys/class/powercap"
        : "nvidia-smi does not report the power of a device of this name";
  }
}
