package io.github.thalweg.engine.tornado.driver;

import java.util.Arrays;
import uk.ac.manchester.tornado.api.TornadoTargetDevice;
import uk.ac.manchester.tornado.api.common.TornadoDevice;
import uk.ac.manchester.tornado.api.enums.TornadoVMBackendType;

/**
 * What a device has for a work group at most. TornadoVM does not hold a launch against it: a group
 * that is too large it starts with another size, and a launch that the driver refuses it passes
 * over, with a line on stdout.
 *
 * @param items work items
 * @param memoryBytes of the memory that a group shares, for the arrays of a kernel
 */
public record GroupLimits(int items, long memoryBytes) {
  /** An argument that TornadoVM gives every kernel in OpenCL, though the kernel does not use it. */
  private static final long HIDDEN_ARGUMENT_BYTES = 8;

  /** As the device says. All groups here lie along the first dimension. */
  public static GroupLimits of(TornadoDevice device) {
    TornadoTargetDevice physical = device.getPhysicalDevice();
    long alongFirst = Arrays.stream(physical.getDeviceMaxWorkItemSizes()).findFirst().orElse(1);
    boolean openCl = device.getTornadoVMBackend() == TornadoVMBackendType.OPENCL;
    return new GroupLimits(
        (int) Math.min(physical.getMaxThreadsPerBlock(), alongFirst),
        physical.getDeviceLocalMemorySize() - (openCl ? HIDDEN_ARGUMENT_BYTES : 0));
  }
}
