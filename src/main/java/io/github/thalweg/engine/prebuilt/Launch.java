package io.github.thalweg.engine.prebuilt;

import java.util.Map;

/**
 * How a hand-written kernel is started.
 *
 * @param file its OpenCL C source below {@code kernels}
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

  /**
   * The source in OpenCL C.
   *
   * @param arrayHeader bytes before the data of an array, as TornadoVM's {@code
   *     TornadoNativeArray.ARRAY_HEADER} says
   */
  public String openCl(int arrayHeader) {
    return KernelSource.text(file, arrayHeader, constants);
  }

  /**
   * The source in CUDA C.
   *
   * @param arrayHeader as in {@link #openCl}
   * @throws IllegalArgumentException for a kernel for CPUs
   */
  public String cuda(int arrayHeader) {
    return KernelSource.text("cuda/" + name() + ".cu", arrayHeader, constants);
  }

  /**
   * The kernel in PTX, without the lines for version, target and address size, which TornadoVM puts
   * in front.
   *
   * @param arrayHeader as in {@link #openCl}
   * @param kernelName what the kernel is to be called: TornadoVM's PTX backend looks for a name
   *     that it makes of the graph, the task, the entry and the arguments
   * @throws IllegalArgumentException for a kernel for CPUs
   */
  public String ptx(int arrayHeader, String kernelName) {
    return KernelSource.ptx("ptx/" + name() + ".ptx", arrayHeader, entry, kernelName);
  }

  /** The name of the file, which CUDA C and PTX share. */
  private String name() {
    if (file.startsWith("opencl/cpu/")) {
      throw new IllegalArgumentException("The kernel kernels/" + file + " is for CPUs.");
    }
    return file.substring(file.lastIndexOf('/') + 1, file.length() - ".cl".length());
  }
}
