package io.github.thalweg.engine.tornado.driver;

import io.github.thalweg.RunFailedException;
import io.github.thalweg.engine.DeviceInfo;
import java.util.Optional;
import uk.ac.manchester.tornado.api.GridScheduler;
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
 * @param refusals of the device's driver
 */
public record PlanOnDevice(
    TornadoExecutionPlan plan, TornadoDevice physical, DeviceInfo device, Refusals refusals) {
  /**
   * Subnormal numbers, which make a processor slow, are zero. And not the default, {@code
   * -cl-fast-relaxed-math}: it would let a driver assume that there is no NaN.
   */
  private static final String OPENCL_FLAGS = "-w -cl-denorms-are-zero";

  public PlanOnDevice(TornadoExecutionPlan plan, TornadoDevice physical, DeviceInfo device) {
    this(plan, physical, device, new Refusals(device));
  }

  /**
   * Says where and how the plan runs.
   *
   * @param grids of the tasks that TornadoVM is not to choose one for
   */
  public void prepare(Optional<GridScheduler> grids) {
    plan.withDevice(physical);
    plan.withCompilerFlags(TornadoVMBackendType.OPENCL, OPENCL_FLAGS);
    grids.ifPresent(plan::withGridScheduler);
  }

  /**
   * Makes sure that the driver has taken all launches and copies of the plan, which is to be asked
   * after each of its executions.
   *
   * @throws RunFailedException when it refused one
   */
  public void requireNoRefusal() {
    refusals.requireNone();
  }

  /**
   * Gives back all that the plan holds, if that can be done.
   *
   * @param broken whether something failed before: TornadoVM gives back no graph whose arrays it
   *     could only allocate in part
   */
  public void close(boolean broken) {
    if (refusals.beganWithNoLaunch()) {
      return; // TornadoVM would release the event of a copy that never began, and crash.
    }
    try {
      // Without this only the graph chosen last would give back its memory.
      plan.withAllGraphs();
      plan.close();
    } catch (TornadoInternalError | TornadoExecutionPlanException failure) {
      if (!broken && !refusals.any()) {
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
