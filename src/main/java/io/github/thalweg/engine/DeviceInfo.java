package io.github.thalweg.engine;

import java.util.List;
import java.util.Optional;

/**
 * A description of a device before its use.
 *
 * @param id the value of {@code --device}: {@code cpu}, {@code reference}, {@code opencl:0}, {@code
 *     cuda:1}
 * @param engine name of its engine
 * @param name the hardware's name
 * @param backend the engine's backend for it: {@code java}, {@code opencl}, {@code ptx}, {@code
 *     cuda}
 * @param type {@code cpu}, {@code gpu} or {@code accelerator}
 * @param kernels the kind of its kernels: {@code openblas}, {@code vector}, {@code jit}, …
 * @param memoryBytes that a training may use: {@link JavaMemory}'s share of the machine's memory,
 *     or TornadoVM's share of a device's
 * @param computeUnits cores or multiprocessors
 * @param unusable why it cannot run, with the remedy, if so
 * @param remarks other facts for the user, a sentence each
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
  /** A device without remarks. */
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

  /** The same device with other kernels and other remarks. */
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

  /** The same device as unusable, with the reason and the remedy. */
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
