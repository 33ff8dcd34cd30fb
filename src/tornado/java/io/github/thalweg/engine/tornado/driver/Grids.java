package io.github.thalweg.engine.tornado.driver;

import io.github.thalweg.engine.DeviceInfo;
import io.github.thalweg.engine.prebuilt.Launch;
import java.util.Arrays;
import uk.ac.manchester.tornado.api.GridScheduler;
import uk.ac.manchester.tornado.api.WorkerGrid;
import uk.ac.manchester.tornado.api.WorkerGrid1D;
import uk.ac.manchester.tornado.api.WorkerGrid2D;
import uk.ac.manchester.tornado.api.WorkerGrid3D;

/**
 * How many work items a task gets, and how many of them make a group. TornadoVM does not check a
 * grid: a task without a grid, or with a size that is no multiple of its groups, does nothing. So
 * every grid is made here. One core of a CPU runs one group at a time, so groups are small there. A
 * group is never larger than the device allows; no kernel here depends on its size.
 */
public final class Grids {
  private final boolean cpu;
  private final GroupLimits limits;
  private final GridScheduler scheduler = new GridScheduler();

  public Grids(DeviceInfo device, GroupLimits limits) {
    cpu = device.type().equals("cpu");
    this.limits = limits;
  }

  /** For work items that each compute a block of a product. */
  public WorkerGrid blocks(long count) {
    return grid(count, cpu ? 4 : 64);
  }

  /** For work items that each compute one element. */
  public WorkerGrid elements(long count) {
    return grid(count, 256);
  }

  /** For work items that each compute one row or a few rows. */
  public WorkerGrid rows(long count) {
    return grid(count, cpu ? 4 : 64);
  }

  /** For work items that each go through many rows or elements. */
  public WorkerGrid chunks(long count) {
    return grid(count, cpu ? 1 : 64);
  }

  /** One work group, of this many items if the device allows it. */
  public WorkerGrid group(int items) {
    int fitting = Math.min(items, limits.items());
    return grid(fitting, fitting);
  }

  private WorkerGrid grid(long items, int wanted) {
    int group = Math.min(wanted, limits.items());
    WorkerGrid1D grid = new WorkerGrid1D(Math.toIntExact(Math.ceilDiv(items, group) * group));
    grid.setLocalWork(group, 1, 1);
    return grid;
  }

  /** The grid of a hand-written kernel. */
  public static WorkerGrid of(Launch launch) {
    int[] global = ints(launch.global());
    int[] local = ints(launch.local());
    WorkerGrid grid =
        switch (global.length) {
          case 1 -> new WorkerGrid1D(global[0]);
          case 2 -> new WorkerGrid2D(global[0], global[1]);
          default -> new WorkerGrid3D(global[0], global[1], global[2]);
        };
    grid.setLocalWork(local[0], local.length > 1 ? local[1] : 1, local.length > 2 ? local[2] : 1);
    return grid;
  }

  private static int[] ints(long[] sizes) {
    return Arrays.stream(sizes).mapToInt(Math::toIntExact).toArray();
  }

  /** Gives a task its grid. */
  public void put(String graph, String task, WorkerGrid grid) {
    scheduler.addWorkerGrid(graph + "." + task, grid);
  }

  /** The grids of all tasks. */
  public GridScheduler scheduler() {
    return scheduler;
  }
}
