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
 * Places an execution plan on a device, and removes it with all its memory.
 *
 * @param physical the device to TornadoVM
 * @param refusals of the device's driver
 */
public record PlanOnDevice(
    TornadoExecutionPlan plan, TornadoDevice physical, DeviceInfo device, Refusals refusals) {
  /**
   * Subnormal numbers, which make a processor slow, become zero. The default, {@code
   * -cl-fast-relaxed-math}, is not used: it would let a driver assume that there is no NaN.
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
   * Checks that the driver has accepted all kernels, launches and copies of the plan. To be called
   * after each compilation and each execution.
   *
   * @throws RunFailedException when it refused one
   */
  public void requireNoRefusal() {
    refusals.requireNone();
  }

  /** The failure of a kernel that the driver did not compile, if that explains another failure. */
  public Optional<RunFailedException> refusedCompilation() {
    return refusals.compilation();
  }

  /**
   * Gives back all that the plan holds, if that can be done.
   *
   * @param broken whether something failed before: TornadoVM gives back no graph whose arrays it
   *     could only allocate in part
   */
  public void close(boolean broken) {
    if (refusals.beganWithACopy()) {
      return; // TornadoVM would release the event of a copy that never began, and crash.
    }
    try {
      // Without this, only the graph that was chosen last would give back its memory.
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
    // This part belongs to all plans of the device: the other plans could not continue.
    context.setResetToFalse();
  }
}
