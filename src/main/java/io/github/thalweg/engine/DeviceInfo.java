package io.github.thalweg.engine;

import java.util.List;
import java.util.Optional;

/**
 * What there is to know of a device before it is used.
 *
 * @param id what {@code --device} takes: {@code cpu}, {@code reference}, {@code opencl:0}, {@code
 *     cuda:1}
 * @param engine name of the engine that owns it
 * @param name the hardware's name
 * @param backend what the engine runs it with: {@code java}, {@code opencl}, {@code ptx}, {@code
 *     cuda}
 * @param type {@code cpu}, {@code gpu} or {@code accelerator}
 * @param kernels where the arithmetic comes from: {@code openblas}, {@code vector}, {@code jit}, …
 * @param memoryBytes that a training may take: of the machine's memory what {@link JavaMemory} may,
 *     of a device's what TornadoVM may
 * @param computeUnits cores or multiprocessors
 * @param unusable why it cannot run and how to mend that, if so
 * @param remarks what else a user should know, a sentence each
 */
public record DeviceInfo(
    String id,
    String engine,
    String name,
    String backend,
    String type,
    String kernels,
    long memoryBytes,
    int computeUnits,
    Optional<String> unusable,
    List<String> remarks) {
  /** A device that there is nothing more to say of. */
  public DeviceInfo(
      String id,
      String engine,
      String name,
      String backend,
      String type,
      String kernels,
      long memoryBytes,
      int computeUnits,
      Optional<String> unusable) {
    this(id, engine, name, backend, type, kernels, memoryBytes, computeUnits, unusable, List.of());
  }

  /** The same device with other kernels. */
  public DeviceInfo with(String otherKernels) {
    return with(otherKernels, remarks);
  }

  /** The same device with other kernels, of which there is something else to say. */
  public DeviceInfo with(String otherKernels, List<String> otherRemarks) {
    return new DeviceInfo(
        id,
        engine,
        name,
        backend,
        type,
        otherKernels,
        memoryBytes,
        computeUnits,
        unusable,
        otherRemarks);
  }

  /** The same device as one that cannot run, with the reason and the remedy. */
  public DeviceInfo unusable(String reason) {
    return new DeviceInfo(
        id,
        engine,
        name,
        backend,
        type,
        kernels,
        memoryBytes,
        computeUnits,
        Optional.of(reason),
        remarks);
  }

  public boolean usable() {
    return unusable.isEmpty();
  }
}
