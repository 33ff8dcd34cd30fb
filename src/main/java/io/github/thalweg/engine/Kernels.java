package io.github.thalweg.engine;

import io.github.thalweg.InvalidInputException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The families of kernels that a device of TornadoVM may have. */
public enum Kernels {
  /** Whichever is quickest for a program on a device, as far as that was measured. */
  AUTO,
  /** Java, which TornadoVM compiles for the device. */
  JIT,
  /** Hand-written OpenCL C and CUDA C. */
  PREBUILT,
  /** The vendor's library for the matrix products. */
  LIBRARY;

  /** What {@code --kernels} and a run file call it. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** All keys. */
  public static List<String> keys() {
    return Arrays.stream(values()).map(Kernels::key).toList();
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
}
