package io.github.thalweg.cli;

import io.github.thalweg.engine.Device;
import io.github.thalweg.engine.lookup.Devices;
import picocli.CommandLine.Option;

/** Which device to use. */
final class DeviceOption {
  @Option(
      names = "--device",
      paramLabel = "D",
      defaultValue = "auto",
      description =
          "auto (a GPU if TornadoVM has one, else the CPU), cpu, reference, opencl:0, cuda:0, …, or part of a"
              + " device's name. Default: ${DEFAULT-VALUE}.")
  private String name;

  Device find() {
    return Devices.find(name);
  }
}
