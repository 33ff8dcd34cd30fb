package io.github.thalweg.engine.tornado;

import io.github.thalweg.bench.Workload;
import io.github.thalweg.bench.Workloads;
import io.github.thalweg.engine.Kernels;
import io.github.thalweg.engine.Limit;
import io.github.thalweg.engine.LimitListener;
import io.github.thalweg.engine.Session;
import io.github.thalweg.engine.prebuilt.Launches;
import io.github.thalweg.engine.tornado.driver.GroupLimits;
import io.github.thalweg.engine.tornado.limits.Stopwatch;
import io.github.thalweg.engine.tornado.products.PrebuiltKernels;
import io.github.thalweg.engine.tornado.tasks.PrebuiltTask;
import io.github.thalweg.kernels.Activations;
import io.github.thalweg.kernels.Window;
import io.github.thalweg.program.TrainingProgram;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import uk.ac.manchester.tornado.api.exceptions.TornadoExecutionPlanException;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/**
 * The table of {@code kernels/README.md} that holds kernels through TornadoVM against the limits of
 * the device, measured before and after in the same process: the hand-written products of a layer
 * alone, what one more of them adds to an execution of several, and a step of {@code linear-full}
 * as a run takes it. Run after a build:
 *
 * <pre>
 *   java @$TORNADOVM_HOME/tornado-argfile -Dtornado.recover.bailout=false -XX:MaxDirectMemorySize=4g \
 *     -cp target/with-tornadovm/classes:target/with-tornadovm/test-classes:$(cat target/classpath) \
 *     io.github.thalweg.engine.tornado.DeviceLadder
 * </pre>
 */
final class DeviceLadder {

  /** Products behind the first in an execution. */
  private static final int MORE = 8;

  /** Rows, inputs and outputs. */
  private static final int[][] SHAPES = {
    {512, 512, 512}, {1024, 1024, 1024}, {509, 509, 509}, {1021, 300, 37}, {1021, 37, 300}
  };

  private final PlanDevice device;
  private final Launches launches;
  private final Stopwatch clock;
  private Map<String, Double> limits;
  private int graphs;

  private DeviceLadder(PlanDevice device) {
    this.device = device;
    GroupLimits limits = GroupLimits.of(device.device());
    clock = new Stopwatch(device.info(), device.device(), limits);
    launches = PrebuiltKernels.launches(device.info(), limits);
  }

  /** Prints the limits, a line a product and shape, the limits, and a line a family. */
  public static void main(String[] arguments) throws TornadoExecutionPlanException {
    DeviceLadder ladder = new DeviceLadder((PlanDevice) new TornadoEngine().devices().getFirst());
    System.out.println(ladder.device.info().name());
    ladder.limits = ladder.measured();
    for (int[] shape : SHAPES) {
      ladder.products(shape[0], shape[1], shape[2]);
    }
    for (Kernels kernels : new Kernels[] {Kernels.PREBUILT, Kernels.JIT}) {
      ladder.limits = ladder.measured();
      ladder.linearFull(kernels);
    }
    ladder.measured();
  }

  private Map<String, Double> measured() {
    Map<String, Double> measured =
        device.limits(LimitListener.NONE).stream()
            .collect(Collectors.toMap(Limit::name, Limit::value));
    System.out.printf(
        Locale.ROOT,
        "limits: launch %.1f µs, copy %.1f GB/s, read %.1f GB/s, multiply-adds %.0f GFLOP/s%n",
        measured.get(Limit.LAUNCH),
        measured.get(Limit.COPY),
        measured.get(Limit.READ),
        measured.get(Limit.MULTIPLY_ADDS));
    return measured;
  }

  private void products(int rows, int inputs, int outputs) throws TornadoExecutionPlanException {
    FloatArray x = random(rows * inputs);
    FloatArray theta = random((inputs + 1) * outputs);
    FloatArray y = random(rows * outputs);
    FloatArray dx = random(rows * inputs);
    FloatArray gradient = random((inputs + 1) * outputs);
    FloatArray nothing = random(1);
    IntArray order = new IntArray(1);
    IntArray window = new IntArray(Window.SIZE);
    window.set(Window.OFFSET, 0);
    window.set(Window.ROWS, rows);
    int bias = inputs * outputs;
    Object[] arrays = {x, theta, y, dx, gradient, nothing, order, window};
    time(
        "linearForward",
        new PrebuiltTask(launches.linear(rows, outputs))
            .reads(x, order, theta, window)
            .changes(nothing, y)
            .ints(0, rows, inputs, outputs, 0, bias, Activations.RELU, 0),
        arrays,
        y,
        1,
        rows,
        inputs,
        outputs);
    time(
        "layerGradients, first layer",
        new PrebuiltTask(launches.layerGradients(1, inputs, outputs, 0))
            .reads(y, x, order, window)
            .changes(gradient)
            .ints(0, rows, inputs, outputs, 0, bias, bias + outputs, 1, 0, 0),
        arrays,
        gradient,
        1,
        rows,
        inputs,
        outputs);
    int groups = launches.inputGroups(rows, inputs);
    time(
        "layerGradients",
        new PrebuiltTask(launches.layerGradients(1, inputs, outputs, groups))
            .reads(y, x, order, window)
            .changes(gradient)
            .reads(theta, x)
            .changes(dx)
            .ints(0, rows, inputs, outputs, 0, bias, bias + outputs, 1, Activations.RELU, groups),
        arrays,
        dx,
        2,
        rows,
        inputs,
        outputs);
  }

  private void time(
      String name,
      PrebuiltTask task,
      Object[] arrays,
      Object result,
      int products,
      int rows,
      int inputs,
      int outputs)
      throws TornadoExecutionPlanException {
    double one = clock.least("ladder" + graphs++, task, 1, arrays, result);
    double several = clock.least("ladder" + graphs++, task, 1 + MORE, arrays, result);
    double micros = (several - one) / MORE;
    double rate = 2.0 * products * rows * inputs * outputs / micros / 1e3;
    System.out.printf(
        Locale.ROOT,
        "| `%s` %d × %d → %d | %,.0f µs | %.0f GFLOP/s | %.0f %% |%n",
        name,
        rows,
        inputs,
        outputs,
        micros,
        rate,
        100 * rate / limits.get(Limit.MULTIPLY_ADDS));
  }

  private void linearFull(Kernels kernels) {
    Workload workload = Workloads.LINEAR_FULL;
    try (Session session = device.with(kernels).open(TrainingProgram.of(workload.training()))) {
      session.parameters(workload.initialParameters());
      session.load(workload.dataset(), Optional.empty());
      session.train(10);
      double least = Double.MAX_VALUE;
      for (int sample = 0; sample < 10; sample++) {
        long start = System.nanoTime();
        session.train(10);
        least = Math.min(least, (System.nanoTime() - start) / 1e4);
      }
      double rate = workload.bytesPerStep() / least / 1e3;
      System.out.printf(
          Locale.ROOT,
          "| `linear-full`, %s | %.1f ms | X once at %.1f GB/s | %.0f %% of the copy |%n",
          kernels.key(),
          least / 1e3,
          rate,
          100 * rate / limits.get(Limit.COPY));
    }
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
