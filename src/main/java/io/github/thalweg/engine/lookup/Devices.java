package io.github.thalweg.engine.lookup;

import io.github.thalweg.InvalidInputException;
import io.github.thalweg.engine.Device;
import io.github.thalweg.engine.DeviceInfo;
import io.github.thalweg.engine.Engine;
import io.github.thalweg.engine.cpu.CpuEngine;
import io.github.thalweg.engine.reference.ReferenceEngine;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/** Finds all devices, and the device of a name. */
public final class Devices {
  /** The beginning of a TornadoVM device's id, before its index. */
  private static final List<String> BACKENDS = List.of("opencl", "ptx", "cuda", "spirv", "metal");

  /** The engine that is only in builds with TornadoVM. */
  private static final String TORNADO = "io.github.thalweg.engine.tornado.TornadoEngine";

  private Devices() {}

  /**
   * Every device of every engine, including unusable ones: the reference, the CPU, and the devices
   * of TornadoVM, or one entry with the reason why there are none.
   */
  public static List<Device> all() {
    List<Device> devices = new ArrayList<>();
    devices.addAll(new ReferenceEngine().devices());
    devices.addAll(new CpuEngine().devices());
    devices.addAll(tornado());
    return devices;
  }

  private static List<Device> tornado() {
    if (AbsentTornado.isSaidByTheLauncher()) {
      return List.of(new AbsentTornado());
    }
    try {
      return Class.forName(TORNADO)
          .asSubclass(Engine.class)
          .getConstructor()
          .newInstance()
          .devices();
    } catch (ReflectiveOperationException _) {
      // This is a build without TornadoVM.
      return List.of(new AbsentTornado());
    }
  }

  /**
   * The device of a name: an id, {@code auto} (a GPU if there is one, else the CPU), or part of a
   * device's name.
   *
   * @throws InvalidInputException when no device or several have the name, or the device cannot be
   *     used, for example because TornadoVM is missing
   */
  public static Device find(String name) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "cpu" -> new CpuEngine().devices().getFirst();
      case "reference" -> new ReferenceEngine().devices().getFirst();
      case "auto" ->
          tornado().stream()
              .filter(device -> device.info().usable() && device.info().type().equals("gpu"))
              .findFirst()
              .orElseGet(() -> find("cpu"));
      default -> usable(named(name));
    };
  }

  private static Device named(String name) {
    List<Device> devices = all();
    String wanted = name.toLowerCase(Locale.ROOT);
    List<Device> found =
        matching(devices, info -> info.id().equals(wanted) || info.id().equals(wanted + ":0"));
    if (found.isEmpty() && !wanted.isBlank()) {
      found = matching(devices, info -> info.name().toLowerCase(Locale.ROOT).contains(wanted));
    }
    if (found.size() == 1) {
      return found.getFirst();
    }
    if (found.size() > 1) {
      throw new InvalidInputException(
          "'"
              + name
              + "' is part of the names of several devices; give the id of one: "
              + ids(found)
              + ".");
    }
    if (BACKENDS.contains(wanted.split(":", 2)[0])) {
      throw notThere(name, devices.stream().map(Device::info).toList());
    }
    List<String> known = new ArrayList<>(List.of("auto"));
    devices.forEach(device -> known.add(device.info().id()));
    if (devices.getLast() instanceof AbsentTornado) {
      BACKENDS.forEach(backend -> known.add(backend + ":0"));
    }
    throw InvalidInputException.unknown("a device, nor part of a device's name", name, known);
  }

  private static Device usable(Device device) {
    DeviceInfo info = device.info();
    if (info.unusable().isPresent()) {
      throw new InvalidInputException(
          "The device " + info.id() + " cannot be used: " + info.unusable().get());
    }
    return device;
  }

  /**
   * The error for a missing device of TornadoVM. Another backend may be installed; a device that an
   * installed backend does not have is a wrong name.
   */
  static InvalidInputException notThere(String name, List<DeviceInfo> devices) {
    List<DeviceInfo> tornado =
        devices.stream().filter(info -> info.engine().equals("tornado")).toList();
    if (tornado.getFirst().unusable().isPresent()) {
      return new InvalidInputException(
          "The device " + name + " needs TornadoVM. " + tornado.getFirst().unusable().get());
    }
    List<String> ids = tornado.stream().map(DeviceInfo::id).toList();
    String sentence =
        "TornadoVM has no device "
            + name
            + " here, only "
            + String.join(", ", ids)
            + "; choose one of these";
    String backend = name.toLowerCase(Locale.ROOT).split(":", 2)[0] + ":";
    boolean installed = ids.stream().anyMatch(id -> id.startsWith(backend));
    return new InvalidInputException(
        sentence + (installed ? "." : ", or install the backend's SDK and driver."));
  }

  private static List<Device> matching(List<Device> devices, Predicate<DeviceInfo> wanted) {
    return devices.stream().filter(device -> wanted.test(device.info())).toList();
  }

  private static String ids(List<Device> devices) {
    return String.join(", ", devices.stream().map(device -> device.info().id()).toList());
  }
}
