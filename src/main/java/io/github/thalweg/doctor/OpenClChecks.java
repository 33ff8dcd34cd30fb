package io.github.thalweg.doctor;

import io.github.thalweg.doctor.SharedLibraries.Opened;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The needs of OpenCL: the loader, and vendor files that name drivers. */
final class OpenClChecks {
  private static final String PART = "OpenCL";
  private static final String LOADER = "libOpenCL.so.1";
  private static final String NVIDIA = "libnvidia-opencl.so.1";
  private static final String VENDORS = "/etc/OpenCL/vendors";

  private final Machine machine;
  private final boolean needed;
  private final List<Diagnosis> found = new ArrayList<>();
  private boolean pocl;
  private boolean nvidia;

  private OpenClChecks(Machine machine) {
    this.machine = machine;
    this.needed = machine.backends().contains("opencl");
  }

  static List<Diagnosis> of(Machine machine) {
    OpenClChecks checks = new OpenClChecks(machine);
    checks.loader();
    checks.vendors();
    checks.nvidiaWithoutVendorFile();
    checks.poclsLinker();
    return List.copyOf(checks.found);
  }

  private void loader() {
    found.add(
        switch (machine.libraries().open(LOADER)) {
          case Opened.Loaded(Path file) -> Diagnosis.found(PART, "loader", file.toString());
          case Opened.Refused(String reason) ->
              Diagnosis.missing(
                  PART,
                  "loader",
                  needed,
                  reason,
                  "Install the OpenCL loader (Debian: apt install ocl-icd-libopencl1), or copy "
                      + LOADER
                      + " from another machine to a folder in LD_LIBRARY_PATH.");
        });
  }

  private void vendors() {
    String chosen = machine.environment().getOrDefault("OCL_ICD_VENDORS", "");
    Path folder = chosen.startsWith("/") ? machine.at(chosen) : machine.at(VENDORS);
    List<Path> files =
        Files.isRegularFile(folder) ? List.of(folder) : machine.files(folder, ".icd");
    if (files.isEmpty()) {
      found.add(
          Diagnosis.missing(
              PART,
              "vendor files",
              needed,
              "there is no .icd file in " + folder,
              "Install the driver of your device, which brings one (on any CPU PoCL, Debian: apt install pocl-opencl-icd)."));
    }
    files.forEach(this::vendor);
  }

  /** A vendor file holds the name or the file of a driver's library in its first line. */
  private void vendor(Path file) {
    String library = machine.lines(file).stream().findFirst().orElse("");
    pocl |= library.contains("pocl");
    nvidia |= library.contains("nvidia");
    if (library.isEmpty()) {
      found.add(
          Diagnosis.broken(
              PART,
              "vendor file",
              file + " is empty",
              "Install the driver again, or delete the file."));
      return;
    }
    found.add(
        switch (machine.libraries().open(library)) {
          case Opened.Loaded(Path loaded) ->
              Diagnosis.found(PART, "vendor file", file + " names " + loaded);
          case Opened.Refused(String reason) ->
              Diagnosis.broken(
                  PART,
                  "vendor file",
                  file + " names " + library + ", which cannot be loaded (" + reason + ")",
                  library.contains("nvidia")
                      ? NvidiaChecks.DRIVER_REMEDY
                      : "Install its driver, or delete the file.");
        });
  }

  /** Containers get NVIDIA's driver from their host, but not the vendor file. */
  private void nvidiaWithoutVendorFile() {
    if (!nvidia && machine.libraries().open(NVIDIA) instanceof Opened.Loaded(Path file)) {
      found.add(
          Diagnosis.missing(
              PART,
              "NVIDIA's vendor file",
              false,
              "NVIDIA's driver for OpenCL is installed (" + file + "), but no vendor file names it",
              "Make one: mkdir -p "
                  + VENDORS
                  + " && echo "
                  + NVIDIA
                  + " >"
                  + VENDORS
                  + "/nvidia.icd; without root rights, use another folder and name it in OCL_ICD_VENDORS."));
    }
  }

  private void poclsLinker() {
    if (!pocl) {
      return;
    }
    found.add(
        machine
            .program("ld")
            .map(file -> Diagnosis.found(PART, "linker for PoCL", file.toString()))
            .orElseGet(() ->
                Diagnosis.missing(
                    PART,
                    "linker for PoCL",
                    false,
                    "ld is not on the PATH, but PoCL links its kernels with it",
                    "Install it (Debian: apt install binutils) unless kernels compile without it.")));
  }
}
