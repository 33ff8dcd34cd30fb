package io.github.thalweg.engine.tornado.driver;

import java.util.Arrays;
import uk.ac.manchester.tornado.api.TornadoTargetDevice;
import uk.ac.manchester.tornado.api.common.TornadoDevice;
import uk.ac.manchester.tornado.api.enums.TornadoVMBackendType;

/**
 * The limits of a device for a work group. TornadoVM does not compare a launch with them: it starts
 * a group that is too large with another size, and if the driver refuses a launch, it prints a line
 * on stdout and continues.
 *
 * @param items most work items in a group
 * @param memoryBytes bytes of the memory that a group shares, for the arrays of a kernel
 */
public record GroupLimits(int items, long memoryBytes) {
  /**
   * An argument that TornadoVM gives to every OpenCL kernel, although the kernel does not use it.
   */
  private static final long HIDDEN_ARGUMENT_BYTES = 8;

  /** The limits that the device reports. All groups here are along the first dimension. */
  public static GroupLimits of(TornadoDevice device) {
    TornadoTargetDevice physical = device.getPhysicalDevice();
    long alongFirst = Arrays.stream(physical.getDeviceMaxWorkItemSizes()).findFirst().orElse(1);
    boolean openCl = device.getTornadoVMBackend() == TornadoVMBackendType.OPENCL;
    return new GroupLimits(
        (int) Math.min(physical.getMaxThreadsPerBlock(), alongFirst),
        physical.getDeviceLocalMemorySize() - (openCl ? HIDDEN_ARGUMENT_BYTES : 0));
  }
}
