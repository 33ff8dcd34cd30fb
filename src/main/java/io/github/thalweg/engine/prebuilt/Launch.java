package io.github.thalweg.engine.prebuilt;

import java.util.Map;

/**
 * How a hand-written kernel is started.
 *
 * @param file its source below {@code kernels}
 * @param entry the name of the kernel in it
 * @param constants macros to put in front of the source, by name
 * @param global work items in each dimension, multiples of {@code local}
 * @param local work items of a group in each dimension
 */
public record Launch(
    String file, String entry, Map<String, Integer> constants, long[] global, long[] local) {
  public Launch {
    if (global.length != local.length) {
      throw new IllegalArgumentException(
          entry + " has " + global.length + " global and " + local.length + " local dimensions.");
    }
    for (int i = 0; i < global.length; i++) {
      if (local[i] < 1 || global[i] < 1 || global[i] % local[i] != 0) {
        throw new IllegalArgumentException(
            entry + " cannot start " + global[i] + " work items in groups of " + local[i] + ".");
      }
    }
  }

  /** The source for a device whose arrays start with a header of so many bytes. */
  public String source(int arrayHeader) {
    return KernelSource.openCl(file, arrayHeader, constants);
  }
}
