package io.github.thalweg.doctor;

import io.github.thalweg.doctor.SharedLibraries.Opened;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** The needs of PTX and CUDA: NVIDIA's driver with a working GPU, and for CUDA its compiler. */
final class NvidiaChecks {
  static final String DRIVER_REMEDY =
      "Install NVIDIA's driver; if this is a container, start it with the GPUs (docker run --gpus all, with"
          + " NVIDIA_DRIVER_CAPABILITIES=compute,utility).";

  private static final String PART = "PTX and CUDA";
  private static final String DRIVER = "libcuda.so.1";

  /** Names of a toolkit's compiler, the newest first. */
  private static final List<String> COMPILERS =
      List.of("libnvrtc.so.13", "libnvrtc.so.12", "libnvrtc.so.11.2", "libnvrtc.so");

  private NvidiaChecks() {}

  static List<Diagnosis> of(Machine machine) {
    List<String> backends = machine.backends();
    boolean cuda = backends.contains("cuda");
    List<Diagnosis> found = new ArrayList<>();
    switch (machine.libraries().open(DRIVER)) {
      case Opened.Loaded(Path file) -> {
        found.add(Diagnosis.found(PART, "driver", file + version(machine)));
        found.add(gpu(machine));
      }
      case Opened.Refused(String reason) ->
          found.add(
              Diagnosis.missing(
                  PART, "driver", cuda || backends.contains("ptx"), reason, DRIVER_REMEDY));
    }
    found.add(compiler(machine, cuda));
    return found;
  }

  /** cuDriverGetVersion gives 1000·major + 10·minor of the newest CUDA that the driver can run. */
  private static String version(Machine machine) {
    return machine
        .libraries()
        .read(DRIVER, "cuDriverGetVersion", 1)
        .map(version -> ", for CUDA up to " + version[0] / 1000 + "." + version[0] % 1000 / 10)
        .orElse("");
  }

  /** Error codes of cuda.h. */
  private static Diagnosis gpu(Machine machine) {
    OptionalInt error = machine.libraries().call(DRIVER, "cuInit", 0);
    if (error.equals(OptionalInt.of(0))) {
      return Diagnosis.found(PART, "GPU", "the driver starts");
    }
    return Diagnosis.broken(
        PART,
        "GPU",
        "the driver does not start"
            + (error.isPresent() ? " (cuInit gives error " + error.getAsInt() + ")" : ""),
        switch (error.orElse(-1)) {
          case 100 -> "The driver finds no GPU: check nvidia-smi and CUDA_VISIBLE_DEVICES.";
          case 803, 804 ->
              "Kernel module and library of the driver are of different versions: restart the machine, or install the driver"
                  + " again.";
          default -> "Check nvidia-smi; restart the machine, or install the driver again.";
        });
  }

  private static Diagnosis compiler(Machine machine, boolean needed) {
    for (String name : COMPILERS) {
      if (machine.libraries().open(name) instanceof Opened.Loaded(Path file)) {
        String version =
            machine
                .libraries()
                .read(name, "nvrtcVersion", 2)
                .map(numbers -> ", version " + numbers[0] + "." + numbers[1])
                .orElse("");
        return Diagnosis.found(PART, "NVRTC", file + version);
      }
    }
    return Diagnosis.missing(
        PART,
        "NVRTC",
        needed,
        "the linker finds no libnvrtc.so; the CUDA backend needs it to compile kernels",
        installed(machine)
            .map(file -> "It is in " + file.getParent() + ": put that folder into LD_LIBRARY_PATH.")
            .orElse(
                "Install it from the CUDA toolkit (package cuda-nvrtc), or use TornadoVM's PTX backend, which does not need it."));
  }

  /** An NVRTC in the usual folders of toolkits. */
  private static Optional<Path> installed(Machine machine) {
    return Stream.of("/usr/local/cuda/lib64", "/usr/local/cuda/targets/x86_64-linux/lib")
        .map(machine::at)
        .flatMap(folder -> COMPILERS.stream().map(folder::resolve))
        .filter(Files::exists)
        .findFirst();
  }
}
