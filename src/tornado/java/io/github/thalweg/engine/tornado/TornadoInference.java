package io.github.thalweg.engine.tornado;

import io.github.thalweg.data.Dataset;
import io.github.thalweg.engine.DeviceInfo;
import io.github.thalweg.engine.SlicedInference;
import io.github.thalweg.engine.tornado.driver.Failures;
import io.github.thalweg.engine.tornado.driver.FloatArrays;
import io.github.thalweg.engine.tornado.driver.Grids;
import io.github.thalweg.engine.tornado.driver.GroupLimits;
import io.github.thalweg.engine.tornado.driver.PlanOnDevice;
import io.github.thalweg.engine.tornado.driver.SourceFiles;
import io.github.thalweg.engine.tornado.plan.LaunchProof;
import io.github.thalweg.engine.tornado.plan.ProgramKernels;
import io.github.thalweg.engine.tornado.tasks.PhaseTasks;
import io.github.thalweg.engine.tornado.tasks.SessionArrays;
import io.github.thalweg.kernels.Window;
import io.github.thalweg.program.Inference;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import uk.ac.manchester.tornado.api.DataRange;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.TornadoExecutionPlan;
import uk.ac.manchester.tornado.api.TornadoExecutionResult;
import uk.ac.manchester.tornado.api.common.TornadoDevice;
import uk.ac.manchester.tornado.api.enums.DataTransferMode;
import uk.ac.manchester.tornado.api.exceptions.TornadoInternalError;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;

/** A forward pass on a TornadoVM device: a graph that takes features in and brings outputs out. */
final class TornadoInference extends SlicedInference {
  private final DeviceInfo info;
  private final AtomicLong heldBytes;
  private final SessionArrays arrays;
  private final SourceFiles sources;
  private final LaunchProof proof;
  private final TornadoExecutionPlan plan;
  private final PlanOnDevice onDevice;
  private final Map<String, String> operations;
  private TornadoExecutionResult result;
  private boolean broken;

  /**
   * @param heldBytes bytes that all sessions of the device hold
   */
  TornadoInference(
      Inference inference,
      float[] parameters,
      DeviceInfo info,
      TornadoDevice device,
      AtomicLong heldBytes) {
    super(inference);
    this.info = info;
    this.heldBytes = heldBytes;
    arrays = new SessionArrays(inference);
    arrays.allocation.requireFit(
        info, heldBytes.get(), device.getPhysicalDevice().getDeviceMaxAllocationSize());
    arrays.allocation.requireGiven(info, device);
    FloatArrays.put(parameters, arrays.theta(), 0);
    sources = new SourceFiles(info.backend());
    proof = new LaunchProof(info, this::copyBack);
    Grids grids = new Grids(info, GroupLimits.of(device));
    TaskGraph graph = new TaskGraph(SessionArrays.INFER);
    graph.transferToDevice(DataTransferMode.FIRST_EXECUTION, arrays.theta());
    graph.transferToDevice(
        DataTransferMode.EVERY_EXECUTION, arrays.features(), arrays.window(SessionArrays.INFER));
    PhaseTasks tasks =
        new PhaseTasks(
            SessionArrays.INFER, graph, inference.phase().capacity(), arrays, grids, sources);
    tasks.addAll(ProgramKernels.of(inference, info), info);
    operations = tasks.operations();
    graph.transferToHost(DataTransferMode.UNDER_DEMAND, output());
    plan = new TornadoExecutionPlan(graph.snapshot());
    onDevice = new PlanOnDevice(plan, device, info);
    onDevice.prepare(Optional.of(grids.scheduler()));
    heldBytes.addAndGet(arrays.allocation.bytes());
    try {
      plan.withPreCompilation();
      onDevice.requireNoRefusal();
      warmUp();
    } catch (RuntimeException failure) {
      release();
      throw failure;
    }
  }

  private FloatArray output() {
    return arrays.of(SessionArrays.INFER, inference.output());
  }

  /** A row of NaN: the results are NaN if every kernel of the pass runs. */
  private void warmUp() {
    arrays.features().init(Float.NaN);
    execute(1);
    proof.requireRan(Float.isNaN(output().get(0)));
    arrays.features().init(0);
  }

  @Override
  protected void run(Dataset rows, int offset, int count, float[] outputs) {
    int inputs = rows.columns();
    FloatArrays.put(rows.features(), offset * inputs, count * inputs, arrays.features(), 0);
    execute(count);
    int width = inference.model().outputs();
    FloatArrays.get(output(), 0, outputs, offset * width, count * width);
  }

  private void execute(int rows) {
    arrays.window(SessionArrays.INFER).set(Window.OFFSET, 0);
    arrays.window(SessionArrays.INFER).set(Window.ROWS, rows);
    try {
      result = plan.execute();
    } catch (TornadoInternalError | RuntimeException failure) {
      broken = true;
      throw onDevice
          .refusedCompilation()
          .orElseGet(() -> Failures.execution(SessionArrays.INFER, operations, info, failure));
    }
    onDevice.requireNoRefusal();
    proof.read(SessionArrays.INFER, output());
  }

  private void copyBack(String graph, DataRange range) {
    result.transferToHost(range);
    onDevice.requireNoRefusal();
  }

  @Override
  protected void release() {
    heldBytes.addAndGet(-arrays.allocation.bytes());
    try {
      onDevice.close(broken || proof.isRefuted());
    } finally {
      sources.close();
    }
  }
}
