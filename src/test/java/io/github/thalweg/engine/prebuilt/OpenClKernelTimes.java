package io.github.thalweg.engine.prebuilt;

import io.github.thalweg.engine.prebuilt.OpenClDevice.Array;
import io.github.thalweg.engine.prebuilt.OpenClDevice.Arrays;
import io.github.thalweg.engine.prebuilt.OpenClDevice.Task;
import java.util.Map;
import java.util.Random;

/**
 * The measured ladder of {@code kernels/README.md}: each hand-written kernel alone on the first
 * OpenCL device, without TornadoVM; the least time of an execution, dispatch included. Run after a
 * build:
 *
 * <pre>
 *   scripts/build test-compile dependency:build-classpath -Dmdep.outputFile=target/classpath
 *   java -cp target/classes:target/test-classes:$(cat target/classpath) \
 *     io.github.thalweg.engine.prebuilt.OpenClKernelTimes
 * </pre>
 */
public final class OpenClKernelTimes {
  private static final long NANOSECONDS = 600_000_000;

  private final Arrays arrays;
  private final CpuLaunches launches;
  private final int units;
  private double peak;

  private OpenClKernelTimes(OpenClDevice device) {
    arrays = new Arrays(device, 16);
    units = device.computeUnits();
    launches = new CpuLaunches(units);
  }

  /** Prints one line a kernel and shape. */
  public static void main(String[] arguments) {
    OpenClDevice device =
        OpenClDevice.first().orElseThrow(() -> new IllegalStateException(OpenClDevice.NONE));
    System.out.printf("%s, %d compute units%n", device.name(), device.computeUnits());
    OpenClKernelTimes times = new OpenClKernelTimes(device);
    times.multiplyAdds();
    times.layers(512, 512, 512);
    times.layers(1024, 1024, 1024);
    times.layers(509, 509, 509);
    times.layers(1021, 37, 300);
    times.layers(1021, 300, 37);
    times.layers(128, 784, 128);
    times.layers(1024, 784, 128);
    times.layers(128, 128, 10);
  }

  private void multiplyAdds() {
    int rounds = 1_000_000;
    Array a = arrays.floats(random(16));
    Array result = arrays.floats(new float[16 * units]);
    Task task = arrays.task(items("multiplyAdds", units), a, result, rounds);
    peak = 2.0 * 16 * 16 * rounds * units / least(task) / 1e9;
    System.out.printf("multiply-adds in registers: %.0f GFLOP/s%n", peak);
    System.out.println("kernel             rows  inputs outputs        µs  GFLOP/s   of the peak");
  }

  private static Launch items(String entry, int count) {
    return new Launch("limits.cl", entry, Map.of(), new long[] {count}, new long[] {1});
  }

  private void layers(int rows, int inputs, int outputs) {
    Array x = arrays.floats(random(rows * inputs));
    Array theta = arrays.floats(random((inputs + 1) * outputs));
    Array window = arrays.ints(0, rows, 0);
    Array y = arrays.floats(random(rows * outputs));
    Array dx = arrays.floats(random(rows * inputs));
    Array gradient = arrays.floats(random((inputs + 1) * outputs));
    int bias = inputs * outputs;
    product(
        "linearForward",
        rows,
        inputs,
        outputs,
        arrays.task(
            launches.linear(rows, outputs),
            x,
            theta,
            window,
            y,
            y,
            0,
            rows,
            inputs,
            outputs,
            0,
            bias,
            1,
            0));
    product(
        "inputGradient",
        rows,
        inputs,
        outputs,
        arrays.task(
            launches.inputGradient(rows, inputs),
            y,
            theta,
            window,
            x,
            dx,
            rows,
            inputs,
            outputs,
            0,
            1));
    product(
        "parameterGradient",
        rows,
        inputs,
        outputs,
        arrays.task(
            launches.parameterGradient(1, inputs, outputs),
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
            0));
    for (Array array : new Array[] {x, theta, window, y, dx, gradient}) {
      array.release();
    }
  }

  private void product(String kernel, int rows, int inputs, int outputs, Task task) {
    double seconds = least(task);
    double rate = 2.0 * rows * inputs * outputs / seconds / 1e9;
    System.out.printf(
        "%-17s %5d  %6d  %6d  %8.0f  %7.1f  %9.0f %%%n",
        kernel, rows, inputs, outputs, seconds * 1e6, rate, 100 * rate / peak);
  }

  /** The least seconds of an execution; the first ones warm up. */
  private static double least(Task task) {
    for (int i = 0; i < 3; i++) {
      task.run();
    }
    long least = Long.MAX_VALUE;
    long end = System.nanoTime() + NANOSECONDS;
    while (System.nanoTime() < end) {
      long start = System.nanoTime();
      task.run();
      least = Math.min(least, System.nanoTime() - start);
    }
    return least / 1e9;
  }

  private static float[] random(int count) {
    float[] values = new float[count];
    Random random = new Random(count);
    for (int i = 0; i < count; i++) {
      values[i] = random.nextFloat() - 0.5f;
    }
    return values;
  }
}
