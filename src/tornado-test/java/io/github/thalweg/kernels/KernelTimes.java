package io.github.thalweg.kernels;

import java.util.Random;
import java.util.function.UnaryOperator;
import uk.ac.manchester.tornado.api.GridScheduler;
import uk.ac.manchester.tornado.api.KernelContext;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.TornadoExecutionPlan;
import uk.ac.manchester.tornado.api.WorkerGrid1D;
import uk.ac.manchester.tornado.api.enums.DataTransferMode;
import uk.ac.manchester.tornado.api.enums.TornadoVMBackendType;
import uk.ac.manchester.tornado.api.exceptions.TornadoExecutionPlanException;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/**
 * The measured ladder of {@code kernels/README.md}: each kernel alone in a graph on TornadoVM's
 * default device, the least time of an execution, less that of a kernel that does nothing. Run
 * after a build:
 *
 * <pre>
 *   java @$TORNADOVM_HOME/tornado-argfile -Dtornado.recover.bailout=false \
 *     -cp target/with-tornadovm/classes:target/with-tornadovm/test-classes io.github.thalweg.kernels.KernelTimes
 * </pre>
 */
public final class KernelTimes {
  private static final int EXECUTIONS = 300;

  /** Work items a group, as the engine takes them on a CPU. */
  private static final int BLOCKS = 4;

  private static final int ELEMENTS = 256;

  /** Enough for the JVM to compile TornadoVM itself. */
  private static final int WARM_UP = 5000;

  private final IntArray window = new IntArray(Window.SIZE);
  private final KernelContext context = new KernelContext();
  private double overhead;
  private int graphs;

  private KernelTimes() {}

  /** Prints one line a kernel and shape. */
  public static void main(String[] arguments) throws TornadoExecutionPlanException {
    KernelTimes times = new KernelTimes();
    times.overhead();
    System.out.println("kernel                rows  inputs  outputs        µs   GFLOP/s     GB/s");
    times.layers(64, 64, 64);
    times.layers(128, 128, 10);
    times.layers(128, 784, 128);
    times.layers(1024, 784, 128);
    times.layers(512, 512, 512);
    times.updates(100_000);
    times.updates(10_000_000);
  }

  private void overhead() throws TornadoExecutionPlanException {
    FloatArray x = random(1);
    Object[] arrays = {x, window};
    overhead = Double.MAX_VALUE;
    for (int i = 0; i < WARM_UP / EXECUTIONS; i++) {
      overhead =
          Math.min(overhead, least(graph -> graph.task("t", KernelTimes::none, x), 0, 0, arrays));
    }
    System.out.printf("%.0f µs an execution of a kernel that does nothing%n", overhead);
  }

  private static void none(FloatArray x) {
    x.set(0, x.get(0));
  }

  private void layers(int rows, int inputs, int outputs) throws TornadoExecutionPlanException {
    window.set(Window.ROWS, rows);
    FloatArray x = random(rows * inputs);
    FloatArray theta = random(outputs * inputs + outputs);
    FloatArray y = random(rows * outputs);
    FloatArray dx = random(rows * inputs);
    FloatArray gradient = random(theta.getSize());
    FloatArray nothing = random(1);
    int bias = outputs * inputs;
    Object[] arrays = {x, theta, y, dx, gradient, nothing, window};
    double flop = 2.0 * rows * inputs * outputs;
    int relu = Activations.RELU;
    double linear =
        least(
            graph ->
                graph.task(
                    "t",
                    Linear::forward,
                    context,
                    x,
                    window,
                    theta,
                    window,
                    nothing,
                    y,
                    0,
                    0,
                    inputs,
                    outputs,
                    0,
                    bias,
                    relu,
                    0),
            Block.count(rows) * Block.count(outputs),
            BLOCKS,
            arrays);
    print("Linear", rows, inputs, outputs, flop, 0, linear);
    int weightBlocks = Block.count(outputs) * Block.count(inputs);
    double both =
        least(
            graph ->
                graph.task(
                    "t",
                    LayerGradients::ofBoth,
                    context,
                    y,
                    x,
                    window,
                    gradient,
                    theta,
                    x,
                    dx,
                    1,
                    inputs,
                    outputs,
                    0,
                    bias,
                    0,
                    relu),
            weightBlocks + Block.count(rows) * Block.count(inputs),
            BLOCKS,
            arrays);
    print("LayerGradients", rows, inputs, outputs, 2 * flop, 0, both);
    double first =
        least(
            graph ->
                graph.task(
                    "t",
                    LayerGradients::ofParameters,
                    context,
                    y,
                    x,
                    window,
                    window,
                    gradient,
                    1,
                    0,
                    1,
                    inputs,
                    outputs,
                    0,
                    bias,
                    0),
            weightBlocks,
            BLOCKS,
            arrays);
    print("  first layer", rows, inputs, outputs, flop, 0, first);
  }

  private void updates(int count) throws TornadoExecutionPlanException {
    FloatArray theta = random(count);
    FloatArray gradient = random(count);
    FloatArray state = random(2 * count);
    FloatArray rates = FloatArray.fromElements(1e-6f, 1f, 1f);
    FloatArray norm = random(1);
    Object[] arrays = {theta, gradient, state, rates, norm};
    // θ and g are read, θ and g are written.
    double sgd =
        least(
            graph ->
                graph.task(
                    "t",
                    Sgd::update,
                    context,
                    theta,
                    gradient,
                    state,
                    rates,
                    norm,
                    count,
                    1,
                    0f,
                    0f,
                    0f,
                    0),
            count,
            ELEMENTS,
            arrays);
    print("Sgd", 1, count, 1, 0, 16.0 * count, sgd);
    // θ, g, m and v are read and written.
    double adam =
        least(
            graph ->
                graph.task(
                    "t",
                    Adam::update,
                    context,
                    theta,
                    gradient,
                    state,
                    rates,
                    norm,
                    count,
                    1,
                    0f,
                    0.9f,
                    0.1f,
                    0.999f,
                    0.001f,
                    1e-8f,
                    0f,
                    0),
            count,
            ELEMENTS,
            arrays);
    print("Adam", 1, count, 1, 0, 32.0 * count, adam);
  }

  /**
   * The least time of an execution in microseconds; everything stays on the device.
   *
   * @param items work items, 0 for a kernel without a grid
   */
  private double least(UnaryOperator<TaskGraph> task, int items, int group, Object[] arrays)
      throws TornadoExecutionPlanException {
    String name = "times" + graphs++;
    TaskGraph graph = new TaskGraph(name);
    graph.transferToDevice(DataTransferMode.FIRST_EXECUTION, arrays);
    task.apply(graph).transferToHost(DataTransferMode.UNDER_DEMAND, arrays);
    double least = Double.MAX_VALUE;
    try (TornadoExecutionPlan plan = new TornadoExecutionPlan(graph.snapshot())) {
      plan.withCompilerFlags(TornadoVMBackendType.OPENCL, "-w");
      if (items > 0) {
        WorkerGrid1D grid = new WorkerGrid1D(Math.ceilDiv(items, group) * group);
        grid.setLocalWork(group, 1, 1);
        plan.withGridScheduler(new GridScheduler(name + ".t", grid));
      }
      for (int i = 0; i < EXECUTIONS; i++) {
        long start = System.nanoTime();
        plan.execute();
        least = Math.min(least, (System.nanoTime() - start) / 1e3);
      }
    }
    return least;
  }

  private void print(
      String kernel, int rows, int inputs, int outputs, double flop, double bytes, double time) {
    double net = Math.max(1, time - overhead);
    System.out.printf(
        "%-18s %7d %7d  %7d  %8.0f  %8.1f %8.1f%n",
        kernel, rows, inputs, outputs, net, flop / net / 1e3, bytes / net / 1e3);
  }

  private static FloatArray random(int size) {
    FloatArray array = new FloatArray(size);
    Random random = new Random(size);
    for (int i = 0; i < size; i++) {
      array.set(i, random.nextFloat() - 0.5f);
    }
    return array;
  }
}
