package io.github.thalweg.bench;

import com.sun.management.OperatingSystemMXBean;
import io.github.thalweg.Build;
import io.github.thalweg.engine.DeviceInfo;
import io.github.thalweg.engine.JavaMemory;
import io.github.thalweg.engine.cpu.CpuEngine;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The machine, versions and command behind figures: without it nobody can interpret them later.
 *
 * @param command as the user typed it
 * @param seed the first of the seeds of {@link TimeToQuality}; everything else is a formula
 * @param size by which the workloads were scaled
 * @param started when the run began
 * @param load cores that other programs kept busy in the minute before; below 0 if the system does
 *     not say
 */
public record Manifest(
    String command, long seed, double size, Sampling sampling, Instant started, double load) {
  private static final Path OS_RELEASE = Path.of("/etc/os-release");

  /** For a run that begins now, with the load of {@link MachineLoad#now}. */
  public static Manifest now(
      String command, long seed, double size, Sampling sampling, double load) {
    return new Manifest(
        command, seed, size, sampling, Instant.now().truncatedTo(ChronoUnit.SECONDS), load);
  }

  /** The warning for a machine that is too busy for reliable figures; see {@link MachineLoad}. */
  public Optional<String> busy() {
    return MachineLoad.busy(load, Runtime.getRuntime().availableProcessors())
        .map(sentence -> "The machine is busy: " + sentence + ".");
  }

  /** The keys and values of the file's manifest. */
  public Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("command", command);
    map.put("time", started.toString());
    map.put("thalweg", Build.version());
    // In a checkout the launcher asks git.
    map.put("commit", System.getProperty("thalweg.commit", "unknown"));
    map.put("machine", machine());
    if (load >= 0) {
      map.put("load_before", load);
    }
    map.put("java", java());
    map.put("seed", seed);
    map.put("size", size);
    map.put("sampling", sampling);
    return map;
  }

  private static Map<String, Object> machine() {
    DeviceInfo cpu = new CpuEngine().devices().getFirst().info();
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("cpu", cpu.name());
    map.put("cores", Runtime.getRuntime().availableProcessors());
    map.put(
        "memory_bytes",
        ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize());
    map.put("os", distribution());
    map.put("kernel", system());
    return map;
  }

  private static Map<String, Object> java() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("version", System.getProperty("java.runtime.version"));
    map.put("vm", System.getProperty("java.vm.name") + ", " + System.getProperty("java.vendor"));
    map.put("heap_bytes", JavaMemory.most());
    map.put("flags", jvmFlags());
    return map;
  }

  /** Versions that may differ between two devices; TornadoVM's if it does the work. */
  static Map<String, String> versions(DeviceInfo device) {
    Map<String, String> versions = new LinkedHashMap<>();
    versions.put("thalweg", Build.version());
    versions.put("java", Runtime.version().toString());
    versions.put("os", system());
    if (device.engine().equals("tornado")) {
      versions.put("tornadovm", Build.tornadoVersion());
    }
    return versions;
  }

  /** The flags that may change a figure: flags with a path of this machine are left out. */
  static List<String> jvmFlags() {
    return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(flag -> flag.startsWith("-X") || flag.startsWith("-D"))
        .filter(flag -> !flag.contains("/") && !flag.contains("\\"))
        .toList();
  }

  private static String system() {
    return String.join(
        " ",
        System.getProperty("os.name"),
        System.getProperty("os.version"),
        System.getProperty("os.arch"));
  }

  /** For example {@code Debian GNU/Linux 12 (bookworm)}; the system's name if there is none. */
  private static String distribution() {
    try (Stream<String> lines = Files.lines(OS_RELEASE)) {
      return lines
          .filter(line -> line.startsWith("PRETTY_NAME="))
          .map(line -> line.substring(line.indexOf('=') + 1).replace("\"", ""))
          .findFirst()
          .orElse(System.getProperty("os.name"));
    } catch (IOException e) {
      return System.getProperty("os.name");
    }
  }
}
