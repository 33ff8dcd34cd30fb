package io.github.thalweg.engine.cpu;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The processor's name as the operating system gives it. */
final class ProcessorName {
  private static final Path LINUX = Path.of("/proc/cpuinfo");

  private ProcessorName() {}

  /**
   * For example {@code Intel(R) Xeon(R) Processor}; the architecture where the name cannot be read.
   */
  static String read() {
    String architecture = System.getProperty("os.arch");
    try (Stream<String> lines = Files.lines(LINUX)) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse(architecture);
    } catch (IOException e) {
      return architecture;
    }
  }
}
