package io.github.thalweg.engine.lookup;

import io.github.thalweg.InvalidInputException;
import io.github.thalweg.RunFailedException;
import io.github.thalweg.engine.Device;
import io.github.thalweg.engine.DeviceInfo;
import io.github.thalweg.engine.Engine;
import io.github.thalweg.engine.cpu.CpuEngine;
import io.github.thalweg.engine.reference.ReferenceEngine;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.ServiceLoader;

/** Finds the engines that are there and the device that a name means. */
public final class Devices {
  /** What the name of a TornadoVM device starts with, before its index. */
  private static final List<String> BACKENDS = List.of("opencl", "ptx", "cuda", "spirv", "metal");

  private Devices() {}

  /** Every engine in this build; the TornadoVM engine is there when it was built with TornadoVM. */
  public static List<Engine> engines() {
    List<Engine> engines = new ArrayList<>(List.of(new ReferenceEngine(), new CpuEngine()));
    ServiceLoader.load(Engine.class).forEach(engines::add);
    return engines;
  }

  /** Every device of every engine, those that cannot be used included. */
  public static List<Device> all() {
    return engines().stream().flatMap(engine -> engine.devices().stream()).toList();
  }

  /**
   * The device that a name means: an id, {@code auto} (a GPU if there is one, else the CPU), or
   * part of a device's name.
   *
   * @throws InvalidInputException when no or several devices answer to the name
   * @throws RunFailedException when the device is there but cannot be used, or needs TornadoVM and
   *     that is missing
   */
  public static Device find(String name) {
    return switch (name) {
      case "cpu" -> new CpuEngine().devices().getFirst();
      case "reference" -> new ReferenceEngine().devices().getFirst();
      case "auto" -> automatic();
      default -> named(name);
    };
  }

  private static Device automatic() {
    return all().stream()
        .filter(device -> device.info().usable() && device.info().type().equals("gpu"))
        .findFirst()
        .orElseGet(() -> find("cpu"));
  }

  private static Device named(String name) {
    List<Device> devices = all();
    String wanted = name.toLowerCase(Locale.ROOT);
    List<Device> found =
        devices.stream().filter(device -> device.info().id().equals(wanted)).toList();
    if (found.isEmpty()) {
      found =
          devices.stream()
              .filter(device -> device.info().name().toLowerCase(Locale.ROOT).contains(wanted))
              .toList();
    }
    if (found.isEmpty() && BACKENDS.contains(wanted.split(":", 2)[0])) {
      throw new RunFailedException(noSuchBackend(name, devices));
    }
    if (found.isEmpty()) {
      List<String> known = new ArrayList<>(List.of("auto"));
      devices.forEach(device -> known.add(device.info().id()));
      throw InvalidInputException.unknown("a device, nor part of a device's name", name, known);
    }
    if (found.size() > 1) {
      throw new InvalidInputException(
          "'"
              + name
              + "' is part of the names of several devices: "
              + String.join(", ", found.stream().map(device -> device.info().id()).toList())
              + ". Give one of these instead.");
    }
    Device device = found.getFirst();
    device
        .info()
        .unusable()
        .ifPresent(reason -> {
          throw new RunFailedException(device.info().id() + " cannot be used: " + reason);
        });
    return device;
  }

  private static String noSuchBackend(String name, List<Device> devices) {
    List<DeviceInfo> tornado =
        devices.stream().map(Device::info).filter(info -> info.engine().equals("tornado")).toList();
    if (tornado.isEmpty()) {
      return name + " needs TornadoVM. " + TornadoAbsence.reason();
    }
    List<String> reasons = tornado.stream().flatMap(info -> info.unusable().stream()).toList();
    if (reasons.size() == tornado.size()) {
      return name + " cannot be used: " + reasons.getFirst();
    }
    return "TornadoVM has no device "
        + name
        + " here; it has "
        + String.join(", ", tornado.stream().map(DeviceInfo::id).toList())
        + ". Install the backend's SDK and driver, or choose one of these.";
  }
}
