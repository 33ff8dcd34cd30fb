package io.github.thalweg.bench.power;

import io.github.thalweg.engine.DeviceInfo;
import java.nio.file.Path;
import java.util.Optional;

/** Tells what energy a device has taken. */
public interface PowerMeter {
  /** Where the figures come from, and what they include. */
  String source();

  /** Begins to measure. */
  Reading start();

  /** A measurement that has begun. */
  interface Reading {
    /** Ends it: the energy since its beginning, in J; 0 where none could be read. */
    double joules();
  }

  /**
   * The meter of a device: the processor's energy counters, or what NVIDIA's driver says of a GPU.
   * Empty where neither is there or may be read.
   */
  static Optional<PowerMeter> of(DeviceInfo device) {
    return device.type().equals("cpu")
        ? ProcessorEnergy.in(Path.of("/sys/class/powercap"))
        : NvidiaPower.of(device.name(), "nvidia-smi");
  }

  /** Why a device has no meter, for a person to read. */
  static String absence(String type) {
    return type.equals("cpu")
        ? "the system shows no readable energy counter (RAPL) in /sys/class/powercap"
        : "nvidia-smi does not report the power of a device of this name";
  }
}
