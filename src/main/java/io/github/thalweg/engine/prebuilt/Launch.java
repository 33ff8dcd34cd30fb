package io.github.thalweg.engine.prebuilt;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The launch of a hand-written kernel.
 *
 * @param file its OpenCL C source below {@code kernels}
 * @param entry the name of the kernel in it
 * @param operation the operation of {@code stepOperation}, if that is the kernel
 * @param constants macros for the start of the source, by name
 * @param global work items in each dimension, multiples of {@code local}
 * @param local work items of a group in each dimension
 */
public record Launch(
    String file,
    String entry,
    Optional<Operation> operation,
    Map<String, Integer> constants,
    long[] global,
    long[] local) {
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

  /** The launch of an operation of a step. */
  Launch(
      String file,
      Operation operation,
      Map<String, Integer> constants,
      long[] global,
      long[] local) {
    this(file, Operation.ENTRY, Optional.of(operation), constants, global, local);
  }

  /** The same from the text of another operation, which is in the same task graph. */
  public Launch beside(Launch other) {
    return new Launch(other.file, entry, operation, other.constants, global, local);
  }

  /** The operation's function, else the kernel. */
  public String name() {
    return operation.map(Operation::function).orElse(entry);
  }

  /**
   * The arguments in the kernel's order, after those that TornadoVM passes itself.
   *
   * @param filler an array that the kernel only reads, in place of unused arrays
   */
  public List<Object> arguments(List<?> arrays, Object filler, List<?> scalars) {
    return operation
        .map(step -> step.arguments(arrays, filler, scalars))
        .orElseGet(() -> Stream.<Object>concat(arrays.stream(), scalars.stream()).toList());
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
    return KernelSource.text("cuda/" + fileName() + ".cu", arrayHeader, constants);
  }

  /**
   * The kernel in PTX, without the lines for version, target and address size, which TornadoVM
   * adds.
   *
   * @param arrayHeader as in {@link #openCl}
   * @param kernelName the kernel's new name: TornadoVM's PTX backend looks for a name made from the
   *     graph, the task, the entry and the arguments
   * @throws IllegalArgumentException for a kernel for CPUs, and if PTX was not built
   */
  public String ptx(int arrayHeader, String kernelName) {
    return KernelSource.ptx("ptx/" + fileName() + ".ptx", arrayHeader, entry, kernelName);
  }

  /** Whether PTX was built, which needs NVIDIA's CUDA toolkit. */
  public static boolean hasPtx() {
    return KernelSource.exists("ptx/step.ptx");
  }

  /** The name of the file, which CUDA C and PTX share. */
  private String fileName() {
    if (file.startsWith("opencl/cpu/")) {
      throw new IllegalArgumentException("The kernel kernels/" + file + " is for CPUs.");
    }
    return file.substring(file.lastIndexOf('/') + 1, file.length() - ".cl".length());
  }
}
