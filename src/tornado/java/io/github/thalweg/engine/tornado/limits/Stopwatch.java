package io.github.thalweg.engine.tornado.limits;

import io.github.thalweg.RunFailedException;
import io.github.thalweg.engine.DeviceInfo;
import io.github.thalweg.engine.tornado.driver.Grids;
import io.github.thalweg.engine.tornado.driver.GroupLimits;
import io.github.thalweg.engine.tornado.driver.PlanOnDevice;
import io.github.thalweg.engine.tornado.driver.SourceFiles;
import io.github.thalweg.engine.tornado.tasks.PrebuiltTask;
import io.github.thalweg.timing.LeastTime;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import uk.ac.manchester.tornado.api.GridScheduler;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.TornadoExecutionPlan;
import uk.ac.manchester.tornado.api.TornadoExecutionResult;
import uk.ac.manchester.tornado.api.common.TornadoDevice;
import uk.ac.manchester.tornado.api.enums.DataTransferMode;
import uk.ac.manchester.tornado.api.exceptions.TornadoExecutionPlanException;

/**
 * Times task graphs on a device.
 *
 * @param limits of the device's work groups
 */
public record Stopwatch(DeviceInfo info, TornadoDevice device, GroupLimits limits) {
  private static final int LARGEST_GROUP_OF_TORNADO = 1024;

  /**
   * Whether kernels for the device may use TornadoVM's vectors of 16: its CUDA backend has only the
   * vectors of CUDA C, of at most 4.
   */
  boolean hasVectorsOfSixteen() {
    return !info.backend().equals("cuda");
  }

  /** A graph whose arrays are copied to the device once. */
  static TaskGraph resident(String name, Object... arrays) {
    return new TaskGraph(name).transferToDevice(DataTransferMode.FIRST_EXECUTION, arrays);
  }

  /**
   * The least time of an execution in microseconds.
   *
   * @param result an array of the graph, read from the device after the last execution
   * @throws io.github.thalweg.timing.UnsteadyException if the times do not become steady
   */
  public double least(TaskGraph graph, Object result) throws TornadoExecutionPlanException {
    return least(graph, Optional.empty(), result);
  }

  /**
   * The same for a task of many work items, in groups that the device allows.
   *
   * @param task its name
   * @param items one for each turn of its parallel loop
   */
  public double least(TaskGraph graph, String task, long items, Object result)
      throws TornadoExecutionPlanException {
    return least(graph, grid(graph.getTaskGraphName(), task, items), result);
  }

  /** Empty if TornadoVM's own groups are small enough for the device. */
  private Optional<GridScheduler> grid(String graph, String task, long items) {
    if (limits.items() >= LARGEST_GROUP_OF_TORNADO) {
      return Optional.empty();
    }
    Grids grids = new Grids(info, limits);
    grids.put(graph, task, grids.elements(items));
    return Optional.of(grids.scheduler());
  }

  /**
   * The same for a hand-written kernel.
   *
   * @param name of the graph
   * @param times that it runs in an execution
   * @param result an array that the kernel changes
   */
  public double least(String name, PrebuiltTask task, int times, Object[] arrays, Object result)
      throws TornadoExecutionPlanException {
    try (SourceFiles sources = new SourceFiles(info.backend())) {
      TaskGraph graph = resident(name, arrays);
      GridScheduler grid = new GridScheduler();
      for (int i = 0; i < times; i++) {
        task.addTo(graph, name, "kernel" + i, sources);
        grid.addWorkerGrid(name + ".kernel" + i, Grids.of(task.launch()));
      }
      return least(graph, Optional.of(grid), result);
    }
  }

  /**
   * The same.
   *
   * @param grid grids of the tasks for which TornadoVM must not choose one
   */
  public double least(TaskGraph graph, Optional<GridScheduler> grid, Object result)
      throws TornadoExecutionPlanException {
    graph.transferToHost(DataTransferMode.UNDER_DEMAND, result);
    TornadoExecutionPlan plan = new TornadoExecutionPlan(graph.snapshot());
    PlanOnDevice onDevice = new PlanOnDevice(plan, device, info);
    try {
      onDevice.prepare(grid);
      AtomicReference<TornadoExecutionResult> last = new AtomicReference<>();
      double seconds = LeastTime.seconds(() -> last.set(plan.execute()));
      onDevice.requireNoRefusal();
      last.get().transferToHost(result);
      return seconds * 1e6;
    } finally {
      onDevice.close(false);
    }
  }

  /** For a result that differs from that of the host. */
  RunFailedException wrong(String what, double found, double expected, String where) {
    return new RunFailedException(
        what
            + " on "
            + info.id()
            + " gave "
            + found
            + " instead of "
            + expected
            + where
            + ", so no limit is given; run thalweg check with this device.");
  }
}
