package io.github.thalweg.doctor;

import io.github.thalweg.Build;
import java.util.List;

/** The Java of this process. */
final class JavaChecks {
  private static final String PART = "Java";

  private JavaChecks() {}

  static List<Diagnosis> of(Machine machine) {
    String vector = "jdk.incubator.vector";
    return List.of(
        Diagnosis.found(
            PART,
            "Thalweg",
            Build.version() + machine.bundle().map(folder -> ", a bundle in " + folder).orElse("")),
        Diagnosis.found(
            PART,
            "runtime",
            Runtime.version()
                + " ("
                + System.getProperty("java.vendor")
                + ") in "
                + System.getProperty("java.home")),
        machine.modules().test(vector)
            ? Diagnosis.found(PART, "Vector API", "the module " + vector)
            : Diagnosis.missing(
                PART,
                "Vector API",
                false,
                "the runtime has no module " + vector,
                "Use a full JDK 25: the CPU engine multiplies matrices with this module."));
  }
}
