package io.github.thalweg.cli;

import io.github.thalweg.engine.Device;
import io.github.thalweg.engine.lookup.Devices;
import java.util.Iterator;
import java.util.List;
import picocli.CommandLine.Option;

/** Which device to use. */
final class DeviceOption {
  @Option(
      names = "--device",
      paramLabel = "D",
      defaultValue = "auto",
      completionCandidates = Words.class,
      description =
          "auto (a GPU if TornadoVM has one, else the CPU), cpu, reference, opencl:0, cuda:0, …, or part of a"
              + " device's name. Default: ${DEFAULT-VALUE}.")
  private String name;

  /** The devices that every machine has, for a shell that completes words. */
  static final class Words implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return List.of("auto", "cpu", "reference").iterator();
    }
  }

  /** As it was given. */
  String name() {
    return name;
  }

  Device find() {
    return Devices.find(name);
  }
}
