package io.github.thalweg.engine.prebuilt;

import io.github.thalweg.engine.prebuilt.Launches.SingleLayer;
import io.github.thalweg.engine.prebuilt.OpenClDevice.Array;
import io.github.thalweg.engine.prebuilt.OpenClDevice.Arrays;
import io.github.thalweg.engine.prebuilt.OpenClDevice.Task;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * The measured ladder of {@code kernels/README.md}: each hand-written kernel alone on the first
 * OpenCL device, without TornadoVM; the least time of an execution, dispatch included. Run after a
 * build:
 *
 * <pre>
 *   env -u TORNADOVM_HOME mvn test-compile dependency:build-classpath -Dmdep.outputFile=target/classpath
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
    times.bytes();
    times.loops();
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
    return new Launch(
        "opencl/limits.cl", entry, Optional.empty(), Map.of(), new long[] {count}, new long[] {1});
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
        1,
        rows,
        inputs,
        outputs,
        arrays.task(
            launches.linear(rows, outputs),
            x,
            window,
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
    for (int groups : new int[] {0, launches.inputGroups(rows, inputs)}) {
      product(
          groups == 0 ? "the first layer's" : "layerGradients",
          groups == 0 ? 1 : 2,
          rows,
          inputs,
          outputs,
          arrays.task(
              launches.layerGradients(1, inputs, outputs, groups),
              y,
              x,
              window,
              window,
              gradient,
              theta,
              x,
              dx,
              0,
              rows,
              inputs,
              outputs,
              0,
              bias,
              0,
              1,
              1,
              groups));
    }
    for (Array array : new Array[] {x, theta, window, y, dx, gradient}) {
      array.release();
    }
  }

  private void product(String kernel, int products, int rows, int inputs, int outputs, Task task) {
    double seconds = least(task);
    double rate = 2.0 * products * rows * inputs * outputs / seconds / 1e9;
    System.out.printf(
        "%-17s %5d  %6d  %6d  %8.0f  %7.1f  %9.0f %%%n",
        kernel, rows, inputs, outputs, seconds * 1e6, rate, 100 * rate / peak);
  }

  /** What is bound by memory, as a share of what a copy moves, reads and writes together. */
  private void bytes() {
    int count = 64_000_000;
    Array x = arrays.floats(random(count));
    Array y = arrays.floats(new float[count]);
    double copied = 8.0 * count / least(arrays.task(items("copyFloats", 16 * units), x, y, count));
    System.out.println("kernel                                   µs     GB/s   of a copy");
    bytes("copyFloats", 8.0 * count, 8.0 * count / copied, copied);

    Array rates = arrays.floats(1e-6f, 1f, 1f);
    Object[] sgd = {x, y, rates, rates, count, 1, 0f, 0f};
    double seconds = least(arrays.task(launches.update(Operation.SGD_UPDATE, count), sgd));
    bytes("sgdUpdate " + count, 12.0 * count, seconds, copied);
    int third = count / 3;
    Object[] adam = {
      x,
      arrays.floats(random(third)),
      y,
      rates,
      rates,
      third,
      1,
      0f,
      0.9f,
      0.1f,
      0.999f,
      0.001f,
      1e-8f,
      0f,
      0
    };
    seconds = least(arrays.task(launches.update(Operation.ADAM_UPDATE, third), adam));
    bytes("adamUpdate " + third, 28.0 * third, seconds, copied);

    singleLayer(x, 1_000_000, 64, 1, 0, copied);
    singleLayer(x, 1024, 64, 1, 0, copied);
    singleLayer(x, 60_000, 784, 10, 3, copied);
    singleLayer(x, 128, 784, 10, 3, copied);
    x.release();
    y.release();
  }

  private void singleLayer(Array x, int rows, int inputs, int outputs, int loss, double copied) {
    int bias = inputs * outputs;
    int parts = launches.singleLayerParts(rows);
    int size = bias + outputs;
    Array window = arrays.ints(0, rows, 0);
    Array theta = arrays.floats(random(size));
    Array rates = arrays.floats(1e-9f, 1f, 1f);
    Array gradient = arrays.floats(new float[parts * size]);
    Task forms =
        arrays.task(
            launches.singleLayer(rows, new SingleLayer(inputs, outputs, 0, loss, false)),
            x,
            arrays.floats(new float[rows]),
            window,
            window,
            theta,
            theta,
            arrays.floats(new float[rows * outputs]),
            arrays.floats(new float[rows * outputs]),
            gradient,
            arrays.floats(new float[parts]),
            rows,
            size,
            0,
            bias,
            1f,
            inputs,
            outputs,
            0,
            loss,
            0);
    Task updates =
        arrays.task(
            launches.update(Operation.SGD_UPDATE, size),
            theta,
            gradient,
            rates,
            rates,
            size,
            parts,
            0f,
            0f);
    String shape = " %d × %d → %d".formatted(rows, inputs, outputs);
    bytes("singleLayerParts" + shape, 4.0 * rows * inputs, least(forms), copied);
    bytes("sgdUpdate of its parts", 4.0 * parts * size, least(updates), copied);
  }

  private static void bytes(String kernel, double bytes, double seconds, double copied) {
    System.out.printf(
        "%-36s %8.0f  %7.1f  %8.0f %%%n",
        kernel, seconds * 1e6, bytes / seconds / 1e9, 100 * bytes / seconds / copied);
  }

  private void loops() {
    System.out.println("kernel                                 µs a step");
    loop(1, 4, 2);
    loop(64, 64, 1);
  }

  private void loop(int rows, int inputs, int outputs) {
    int steps = 1000;
    int size = (inputs + 1) * outputs;
    int[] window = new int[3 + 2 * steps + 2];
    float[] rates = new float[3 + 3 * steps + 3];
    for (int i = 0; i < steps; i++) {
      window[3 + 2 * i + 1] = rows;
      rates[3 + 3 * i] = 1e-6f;
    }
    Array windows = arrays.ints(window);
    Task task =
        arrays.task(
            launches.singleLayerSteps(new SingleLayer(inputs, outputs, 0, 0, false), 0),
            arrays.floats(random(rows * inputs)),
            arrays.floats(random(rows * outputs)),
            arrays.ints(0),
            windows,
            arrays.floats(rates),
            arrays.ints(steps),
            arrays.floats(random(size)),
            arrays.floats(0),
            arrays.floats(new float[rows * outputs]),
            arrays.floats(new float[rows * outputs]),
            arrays.floats(new float[size]),
            arrays.floats(0),
            arrays.floats(new float[steps]),
            0,
            inputs * outputs,
            1f,
            size,
            0f,
            0,
            0,
            0,
            0,
            0,
            0,
            inputs,
            outputs,
            0,
            0,
            0,
            0);
    String shape = "%d × %d → %d".formatted(rows, inputs, outputs);
    System.out.printf(
        "singleLayerSteps %-20s %10.2f%n",
        shape, least(task, () -> windows.write(window)) * 1e6 / steps);
  }

  /** The least seconds of an execution; the first ones warm up. */
  private static double least(Task task) {
    return least(task, () -> {});
  }

  private static double least(Task task, Runnable before) {
    for (int i = 0; i < 3; i++) {
      before.run();
      task.run();
    }
    long least = Long.MAX_VALUE;
    long end = System.nanoTime() + NANOSECONDS;
    while (System.nanoTime() < end) {
      before.run();
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
