package io.github.thalweg.engine.tornado;

import io.github.thalweg.RunFailedException;
import io.github.thalweg.engine.DeviceInfo;
import uk.ac.manchester.tornado.api.TornadoDeviceContext;
import uk.ac.manchester.tornado.api.TornadoExecutionPlan;
import uk.ac.manchester.tornado.api.common.TornadoDevice;
import uk.ac.manchester.tornado.api.enums.TornadoVMBackendType;
import uk.ac.manchester.tornado.api.exceptions.TornadoExecutionPlanException;
import uk.ac.manchester.tornado.api.exceptions.TornadoInternalError;

/**
 * How an execution plan comes to a device, and leaves it with all that it holds there.
 *
 * @param physical the device to TornadoVM
 */
record PlanOnDevice(TornadoExecutionPlan plan, TornadoDevice physical, DeviceInfo device) {
  /**
   * Subnormal numbers, which make a processor slow, are zero. And not the default, {@code
   * -cl-fast-relaxed-math}: it would let a driver assume that there is no NaN.
   */
  static final String OPENCL_FLAGS = "-w -cl-denorms-are-zero";

  /** Says where and how the plan runs. */
  void prepare(Grids grids) {
    plan.withDevice(physical);
    plan.withCompilerFlags(TornadoVMBackendType.OPENCL, OPENCL_FLAGS);
    plan.withGridScheduler(grids.scheduler());
  }

  /**
   * Gives back all that the plan holds.
   *
   * @param broken whether something failed before: TornadoVM gives back no graph whose arrays it
   *     could only allocate in part
   */
  void close(boolean broken) {
    try {
      // Without this only the graph chosen last would give back its memory.
      plan.withAllGraphs();
      plan.close();
    } catch (TornadoInternalError | TornadoExecutionPlanException failure) {
      if (!broken) {
        throw new RunFailedException(
            "The memory on "
                + device.id()
                + " could not be given back: "
                + Failures.firstLine(failure),
            failure);
      }
    } finally {
      giveBackPrograms();
    }
  }

  /** Without this every plan would leave its queue and its compiled kernels on the device. */
  private void giveBackPrograms() {
    TornadoDeviceContext context = physical.getDeviceContext();
    context.reset(plan.getId());
    // What concerns all plans of the device: others would refuse to go on.
    context.setResetToFalse();
  }
}
