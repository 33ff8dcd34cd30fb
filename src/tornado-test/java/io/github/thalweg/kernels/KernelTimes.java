package io.github.thalweg.kernels;

import java.util.Random;
import java.util.function.UnaryOperator;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.TornadoExecutionPlan;
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
 *   java @target/tornado-argfile -Dtornado.recover.bailout=false \
 *     -cp target/classes:target/test-classes io.github.thalweg.kernels.KernelTimes
 * </pre>
 */
public final class KernelTimes {
  private static final int EXECUTIONS = 300;

  /** Enough for the JVM to compile TornadoVM itself. */
  private static final int WARM_UP = 5000;

  private final IntArray window = new IntArray(Window.SIZE);
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
    times.gather(128, 784, 60_000);
    times.updates(100_000);
    times.updates(10_000_000);
  }

  private void overhead() throws TornadoExecutionPlanException {
    FloatArray x = random(1);
    Object[] arrays = {x, window};
    overhead = Double.MAX_VALUE;
    for (int i = 0; i < WARM_UP / EXECUTIONS; i++) {
      overhead =
          Math.min(overhead, least(graph -> graph.task("none", KernelTimes::none, x), arrays));
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
    print(
        "Linear",
        rows,
        inputs,
        outputs,
        flop,
        0,
        least(
            graph ->
                graph.task(
                    "linear",
                    Linear::forward,
                    x,
                    theta,
                    window,
                    nothing,
                    y,
                    0,
                    rows,
                    inputs,
                    outputs,
                    0,
                    bias,
                    Activations.RELU,
                    0),
            arrays));
    print(
        "InputGradient",
        rows,
        inputs,
        outputs,
        flop,
        0,
        least(
            graph ->
                graph.task(
                    "input",
                    InputGradient::backward,
                    y,
                    theta,
                    window,
                    x,
                    dx,
                    rows,
                    inputs,
                    outputs,
                    0,
                    Activations.RELU),
            arrays));
    print(
        "ParameterGradient",
        rows,
        inputs,
        outputs,
        flop,
        0,
        least(
            graph ->
                graph.task(
                    "gradient",
                    ParameterGradient::sums,
                    y,
                    x,
                    window,
                    gradient,
                    0,
                    1,
                    inputs,
                    outputs,
                    0,
                    bias,
                    0),
            arrays));
  }

  private void gather(int rows, int inputs, int all) throws TornadoExecutionPlanException {
    window.set(Window.ROWS, rows);
    FloatArray features = random(all * inputs);
    FloatArray targets = random(all);
    FloatArray x = random(rows * inputs);
    FloatArray t = random(rows);
    IntArray order = new IntArray(all);
    Random random = new Random(1);
    for (int i = 0; i < all; i++) {
      order.set(i, random.nextInt(all));
    }
    // Every element is read and written once.
    double bytes = 8.0 * rows * (inputs + 1);
    print(
        "LoadBatch",
        rows,
        inputs,
        1,
        0,
        bytes,
        least(
            graph ->
                graph.task(
                    "gather",
                    LoadBatch::gather,
                    features,
                    targets,
                    order,
                    window,
                    x,
                    t,
                    rows,
                    inputs,
                    1),
            new Object[] {features, targets, order, window, x, t}));
  }

  private void updates(int count) throws TornadoExecutionPlanException {
    FloatArray theta = random(count);
    FloatArray gradient = random(count);
    FloatArray state = random(2 * count);
    FloatArray rates = FloatArray.fromElements(1e-6f, 1f, 1f);
    Object[] arrays = {theta, gradient, state, rates, window};
    // θ and g are read, θ is written.
    print(
        "Sgd",
        1,
        count,
        1,
        0,
        12.0 * count,
        least(graph -> graph.task("sgd", Sgd::update, theta, gradient, rates, count, 0f), arrays));
    // θ, g, m and v are read, θ, m and v are written.
    print(
        "Adam",
        1,
        count,
        1,
        0,
        28.0 * count,
        least(
            graph ->
                graph.task(
                    "adam",
                    Adam::update,
                    theta,
                    gradient,
                    state,
                    rates,
                    count,
                    0.9f,
                    0.1f,
                    0.999f,
                    0.001f,
                    1e-8f,
                    0f,
                    0),
            arrays));
  }

  /** The least time of an execution in microseconds; everything stays on the device. */
  private double least(UnaryOperator<TaskGraph> task, Object[] arrays)
      throws TornadoExecutionPlanException {
    TaskGraph graph = new TaskGraph("times" + graphs++);
    graph.transferToDevice(DataTransferMode.FIRST_EXECUTION, arrays);
    task.apply(graph).transferToHost(DataTransferMode.UNDER_DEMAND, arrays);
    double least = Double.MAX_VALUE;
    try (TornadoExecutionPlan plan = new TornadoExecutionPlan(graph.snapshot())) {
      plan.withCompilerFlags(TornadoVMBackendType.OPENCL, "-w");
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
