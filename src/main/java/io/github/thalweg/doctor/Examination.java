package io.github.thalweg.doctor;

import io.github.thalweg.RunFailedException;
import java.lang.module.ModuleFinder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Searches everything that an engine may need: Java, TornadoVM's SDK, and the system's parts for
 * OpenCL, PTX and CUDA. It trains nothing and does not start TornadoVM; it loads libraries as a
 * test.
 */
public final class Examination {
  private Examination() {}

  /**
   * Examines this machine, with the launcher's system properties.
   *
   * @throws RunFailedException on another system than Linux
   */
  public static List<Diagnosis> ofThisMachine() {
    if (!System.getProperty("os.name").equals("Linux")) {
      throw new RunFailedException(
          "The doctor only knows Linux; thalweg devices lists what can be used here.");
    }
    return of(
        new Machine(
            Path.of("/"),
            System.getenv(),
            property("thalweg.tornadovm.home").map(Path::of),
            property("thalweg.tornadovm.refused"),
            property("thalweg.bundle").map(Path::of),
            module -> ModuleFinder.ofSystem().find(module).isPresent(),
            new DynamicLinker()));
  }

  private static Optional<String> property(String name) {
    return Optional.ofNullable(System.getProperty(name));
  }

  /** All results, part by part. */
  static List<Diagnosis> of(Machine machine) {
    List<Diagnosis> found = new ArrayList<>();
    found.addAll(JavaChecks.of(machine));
    found.addAll(TornadoChecks.of(machine));
    found.addAll(OpenClChecks.of(machine));
    found.addAll(NvidiaChecks.of(machine));
    return found;
  }
}
