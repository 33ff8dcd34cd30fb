package io.github.thalweg.doctor;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;

/** The parts of the system's dynamic linker that a diagnosis needs. */
interface SharedLibraries {
  /** The result of loading a library. */
  sealed interface Opened {
    /**
     * @param file the library's file, links followed
     */
    record Loaded(Path file) implements Opened {}

    /**
     * @param reason the linker's own words, such as {@code libcuda.so.1: cannot open shared object
     *     file}
     */
    record Refused(String reason) implements Opened {}
  }

  /**
   * Loads a library with all its dependencies.
   *
   * @param library a file, or a name that the linker looks up, such as {@code libOpenCL.so.1}
   */
  Opened open(String library);

  /** What {@code int function(int argument)} of a library returns; empty if there is none. */
  OptionalInt call(String library, String function, int argument);

  /**
   * What {@code int function(int*, …)} of a library writes, when it returns 0.
   *
   * @param count how many pointers it takes, 1 or 2
   */
  Optional<int[]> read(String library, String function, int count);
}
