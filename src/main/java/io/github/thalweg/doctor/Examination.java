package io.github.thalweg.doctor;

import io.github.thalweg.RunFailedException;
import java.lang.module.ModuleFinder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Looks for everything that an engine may need: Java, TornadoVM's SDK, and what OpenCL, PTX and
 * CUDA need of the system. It trains nothing and asks no TornadoVM; libraries are loaded to see
 * whether they can be.
 */
public final class Examination {
  private Examination() {}

  /**
   * Looks at this machine, with what the launcher says in system properties.
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

  /** Everything that was looked for, part by part. */
  static List<Diagnosis> of(Machine machine) {
    List<Diagnosis> found = new ArrayList<>();
    found.addAll(JavaChecks.of(machine));
    found.addAll(TornadoChecks.of(machine));
    found.addAll(OpenClChecks.of(machine));
    found.addAll(NvidiaChecks.of(machine));
    return found;
  }
}
