package io.github.thalweg.doctor;

import io.github.thalweg.Build;
import io.github.thalweg.doctor.SharedLibraries.Opened;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** TornadoVM's SDK: its version, its backends, and whether their libraries can be loaded. */
final class TornadoChecks {
  private static final String PART = "TornadoVM";

  private TornadoChecks() {}

  static List<Diagnosis> of(Machine machine) {
    List<Diagnosis> found = new ArrayList<>(List.of(compilerInterface(machine)));
    if (machine.sdk().isPresent()) {
      found.addAll(sdk(machine, machine.sdk().get()));
    } else if (machine.refused().isPresent()) {
      // A bundle may have none; in other cases a refused SDK exists.
      boolean without =
          machine.bundle().isPresent()
              && !Files.isDirectory(machine.bundle().get().resolve("tornadovm"));
      Diagnosis.State state = without ? Diagnosis.State.MISSING : Diagnosis.State.BROKEN;
      found.add(new Diagnosis(PART, "SDK", state, machine.refused().get(), Optional.empty()));
    } else {
      found.add(
          Diagnosis.missing(
              PART,
              "SDK",
              false,
              "no SDK in TORNADOVM_HOME, nor SDKMAN's",
              "For OpenCL, PTX or CUDA devices install TornadoVM (sdk install tornadovm "
                  + Build.tornadoVersion()
                  + "-opencl, -ptx or -cuda), or unpack the official archive and set TORNADOVM_HOME to its folder."));
    }
    return found;
  }

  private static Diagnosis compilerInterface(Machine machine) {
    String module = "jdk.internal.vm.ci";
    return machine.modules().test(module)
        ? Diagnosis.found(PART, "compiler interface", "the Java runtime has the module " + module)
        : Diagnosis.missing(
            PART,
            "compiler interface",
            machine.sdk().isPresent(),
            "the Java runtime has no module " + module,
            "Use a JDK 25 with JVMCI, such as Temurin or OpenJDK.");
  }

  private static List<Diagnosis> sdk(Machine machine, Path home) {
    String version =
        machine.lines(home.resolve("etc/tornado.release")).stream()
            .filter(line -> line.startsWith("version="))
            .map(line -> line.substring("version=".length()))
            .findFirst()
            .orElse("of an unknown version");
    List<String> backends = machine.backends();
    if (backends.isEmpty()) {
      return List.of(
          Diagnosis.broken(
              PART,
              "SDK",
              version + " in " + home + " names no backend in etc/tornado.backend",
              "Install TornadoVM again; this copy is not complete."));
    }
    List<Diagnosis> found = new ArrayList<>();
    found.add(
        Diagnosis.found(
            PART, "SDK", version + " in " + home + ", for " + String.join(", ", backends)));
    for (String backend : backends) {
      found.add(library(machine, home, backend));
    }
    return found;
  }

  private static Diagnosis library(Machine machine, Path home, String backend) {
    String thing = backend + " library";
    Path file = home.resolve("lib/libtornado-" + backend + ".so");
    return switch (machine.libraries().open(file.toString())) {
      case Opened.Loaded(Path loaded) -> Diagnosis.found(PART, thing, loaded.toString());
      case Opened.Refused(String reason) ->
          Diagnosis.broken(
              PART,
              thing,
              reason,
              "Install what the message names (see "
                  + (backend.equals("opencl") ? "OpenCL" : "PTX and CUDA")
                  + " below), or a TornadoVM without the "
                  + backend
                  + " backend.");
    };
  }
}
