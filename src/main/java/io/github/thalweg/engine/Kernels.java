package io.github.thalweg.engine;

import io.github.thalweg.InvalidInputException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The families of kernels that a device may have: some are the CPU's, some TornadoVM's. */
public enum Kernels {
  /** The fastest family for a program on a device, as far as that was measured. */
  AUTO,
  /** On the CPU: OpenBLAS for the matrix products. */
  OPENBLAS,
  /** On the CPU: Java's Vector API, which takes the JVM some time to compile. */
  VECTOR,
  /** On the CPU: plain Java. */
  LOOPS,
  /** On a device of TornadoVM: Java, which TornadoVM compiles for the device. */
  JIT,
  /** On a device of TornadoVM: hand-written OpenCL C and CUDA C. */
  PREBUILT,
  /** On a device of TornadoVM: the vendor's library for the matrix products. */
  LIBRARY;

  /** Those that the CPU may have. */
  public static final List<Kernels> OF_CPU = List.of(OPENBLAS, VECTOR, LOOPS);

  /** Those that a device of TornadoVM may have. */
  public static final List<Kernels> OF_TORNADO = List.of(JIT, PREBUILT, LIBRARY);

  /** Its name in {@code --kernels} and in a run file. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** All keys. */
  public static List<String> keys() {
    return keys(List.of(values()));
  }

  /** The keys of some. */
  public static List<String> keys(List<Kernels> some) {
    return some.stream().map(Kernels::key).toList();
  }

  /**
   * The family of a key.
   *
   * @throws InvalidInputException when there is none
   */
  public static Kernels of(String key) {
    return Arrays.stream(values())
        .filter(kernels -> kernels.key().equals(key))
        .findFirst()
        .orElseThrow(() -> InvalidInputException.unknown("a family of kernels", key, keys()));
  }

  /**
   * The error for a device without kernels of this family.
   *
   * @param device its id
   * @param there the families that it may have
   */
  public InvalidInputException absent(String device, List<Kernels> there) {
    return new InvalidInputException(
        "The device "
            + device
            + (there.isEmpty()
                ? " has no choice of kernels, so not "
                : " has no kernels of the family ")
            + key()
            + "; take auto"
            + (there.isEmpty() ? "" : ", " + String.join(", ", keys(there)))
            + ", or "
            + (OF_CPU.contains(this)
                ? "--device cpu."
                : "a device of TornadoVM, such as --device opencl:0."));
  }
}
