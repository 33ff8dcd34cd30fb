package io.github.thalweg.engine.tornado.driver;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import uk.ac.manchester.tornado.api.common.TornadoDevice;
import uk.ac.manchester.tornado.api.enums.TornadoVMBackendType;

/** The driver of a device and its version, to be stored with figures. */
public final class DriverVersion {
  private static final Path NVIDIA = Path.of("/proc/driver/nvidia/version");

  /** For example {@code NVRM version: NVIDIA UNIX x86_64 Kernel Module 550.54.14 Thu Feb …}. */
  private static final Pattern MODULE = Pattern.compile("Kernel Module.*?\\s(\\d+(?:\\.\\d+)+)\\s");

  private DriverVersion() {}

  /** The platform and its version; empty if the system does not say. */
  public static Optional<String> of(TornadoDevice device) {
    boolean openCl = device.getTornadoVMBackend() == TornadoVMBackendType.OPENCL;
    if (!openCl || device.getPlatformName().toUpperCase(Locale.ROOT).contains("NVIDIA")) {
      return nvidia(NVIDIA);
    }
    return Optional.of(
        device.getPlatformName().strip() + ", " + device.getDeviceOpenCLCVersion().strip());
  }

  /** The version of NVIDIA's kernel module as Linux shows it in a file. */
  static Optional<String> nvidia(Path file) {
    try (Stream<String> lines = Files.lines(file)) {
      return lines
          .map(MODULE::matcher)
          .filter(Matcher::find)
          .map(matcher -> "NVIDIA " + matcher.group(1))
          .findFirst();
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
