package io.github.thalweg.cli.options;

import io.github.thalweg.cli.terminal.Busy;
import io.github.thalweg.cli.terminal.Screen;
import io.github.thalweg.engine.Device;
import io.github.thalweg.engine.lookup.Devices;
import java.util.Iterator;
import java.util.List;
import picocli.CommandLine.Option;

/** Which device to use. */
public final class DeviceOption {
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
  public static final class Words implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return List.of("auto", "cpu", "reference").iterator();
    }
  }

  /** As the user gave it. */
  public String name() {
    return name;
  }

  /** The device of that name, for a command that reports its own progress. */
  public Device find() {
    return Devices.find(name);
  }

  /**
   * The device of that name. Some drivers take seconds to start; then this says that it looks for
   * devices, so no other progress may be shown meanwhile.
   */
  public Device find(Screen screen) {
    return find(name, screen);
  }

  /** As the other one, for another name. */
  public static Device find(String name, Screen screen) {
    try (Busy _ = new Busy(screen, "Looking for devices")) {
      return Devices.find(name);
    }
  }
}
