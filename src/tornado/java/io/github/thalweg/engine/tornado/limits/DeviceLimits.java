package io.github.thalweg.engine.tornado.limits;

import io.github.thalweg.RunFailedException;
import io.github.thalweg.engine.DeviceInfo;
import io.github.thalweg.engine.Limit;
import io.github.thalweg.engine.LimitListener;
import io.github.thalweg.engine.LimitSeries;
import io.github.thalweg.engine.tornado.driver.Allocation;
import io.github.thalweg.engine.tornado.driver.Failures;
import io.github.thalweg.engine.tornado.driver.GroupLimits;
import io.github.thalweg.engine.tornado.driver.TrialBuffers;
import io.github.thalweg.kernels.Copy;
import io.github.thalweg.kernels.Read;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.common.TornadoDevice;
import uk.ac.manchester.tornado.api.enums.DataTransferMode;
import uk.ac.manchester.tornado.api.exceptions.TornadoExecutionPlanException;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.collections.VectorFloat16;
import uk.ac.manchester.tornado.api.types.collections.VectorFloat4;

/**
 * Measures a launch, the device's memory, the copies to and from it, and multiplications. Each time
 * is the shortest of many executions; the time of a launch is subtracted from the others.
 */
public final class DeviceLimits {
  /** Much larger than any cache, and fast enough on a processor. */
  private static final long LARGEST_BYTES = 1L << 28;

  /** On a GPU, more bytes are needed before the time of a launch does not matter. */
  private static final long LARGEST_BYTES_OF_GPU = 1L << 30;

  /** Elements of {@link Copy#sixteens}. */
  private static final int WIDEST = 16;

  /** Number of parts of a sum: work for every core of a large GPU. */
  private static final int PARTS = 1 << 15;

  private final DeviceInfo info;
  private final Stopwatch clock;
  private final FloatArray x;
  private final FloatArray y;
  private double launchMicros;

  private DeviceLimits(DeviceInfo info, TornadoDevice device, int elements) {
    this.info = info;
    List<Long> both = Collections.nCopies(2, (long) elements * Float.BYTES);
    TrialBuffers.givenInstead(info, device, both)
        .ifPresent(given -> {
          throw Allocation.notGiven(info, 2 * both.getFirst(), given, "take another device");
        });
    this.clock = new Stopwatch(info, device, GroupLimits.of(device));
    this.x = new FloatArray(elements);
    this.y = new FloatArray(elements);
    for (int i = 0; i < elements; i++) {
      x.set(i, i % 251);
    }
  }

  /**
   * Measures all of them; takes some seconds.
   *
   * @param listener gets the progress
   * @throws RunFailedException if the device's copy differs from the original, or the device fails
   */
  public static List<Limit> measure(DeviceInfo info, TornadoDevice device, LimitListener listener) {
    try {
      return new DeviceLimits(info, device, elements(info, device)).limits(listener);
    } catch (TornadoExecutionPlanException | RuntimeException | OutOfMemoryError failure) {
      if (failure instanceof RunFailedException mine) {
        throw mine;
      }
      throw new RunFailedException(
          "The limits of "
              + info.id()
              + " cannot be measured. Message from TornadoVM: "
              + Failures.firstLine(failure),
          failure);
    }
  }

  /** Both arrays together use at most half of the memory. */
  private static int elements(DeviceInfo info, TornadoDevice device) {
    long wanted = info.type().equals("gpu") ? LARGEST_BYTES_OF_GPU : LARGEST_BYTES;
    long bytes =
        Math.min(
            Math.min(wanted, info.memoryBytes() / 4),
            device.getPhysicalDevice().getDeviceMaxAllocationSize() / 2);
    long multiple = (long) WIDEST * PARTS;
    return Math.toIntExact(Math.max(1, bytes / Float.BYTES / multiple) * multiple);
  }

  private List<Limit> limits(LimitListener listener) throws TornadoExecutionPlanException {
    double bytes = (double) Float.BYTES * x.getSize();
    String array = "an array of " + Math.round(bytes / 1e6) + " MB ";
    LimitSeries<TornadoExecutionPlanException> limits = new LimitSeries<>(info.id(), listener);
    limits.add(Limit.LAUNCH, () -> Optional.of(launch()));
    if (limits.found().isEmpty()) {
      return List.of(); // Without it nobody knows what the other times have of it.
    }
    limits.add(
        Limit.COPY,
        () ->
            rate(
                Limit.COPY,
                2 * bytes,
                copy(),
                array + "copied on the device, reads and writes counted"));
    limits.add(Limit.READ, () -> rate(Limit.READ, bytes, read(), array + "added up on the device"));
    limits.add(
        Limit.TO_DEVICE,
        () -> rate(Limit.TO_DEVICE, bytes, toDevice(), array + "sent to the device"));
    limits.add(
        Limit.FROM_DEVICE,
        () -> rate(Limit.FROM_DEVICE, bytes, fromDevice(), array + "read from the device"));
    DeviceArithmetic arithmetic = new DeviceArithmetic(info, clock, launchMicros);
    limits.add(Limit.GEMM, () -> Optional.of(arithmetic.gemm()));
    limits.add(Limit.MULTIPLY_ADDS, () -> Optional.of(arithmetic.multiplyAdds()));
    if (arithmetic.hasTf32()) { // Else not even begun: it would be said that it is.
      limits.add(Limit.GEMM_TF32, arithmetic::gemmTf32);
    }
    return limits.found();
  }

  private Limit launch() throws TornadoExecutionPlanException {
    FloatArray one = FloatArray.fromElements(1);
    launchMicros =
        clock.least(Stopwatch.resident("launch", one).task("nothing", Copy::nothing, one), one);
    return new Limit(Limit.LAUNCH, launchMicros, "µs", "a kernel that does nothing");
  }

  private double copy() throws TornadoExecutionPlanException {
    double least = Double.MAX_VALUE;
    for (Version version : versions()) {
      y.init(0);
      TaskGraph graph =
          version.added().apply(Stopwatch.resident("copy", version.from(), version.to()));
      least = Math.min(least, clock.least(graph, version.task(), version.items(), version.to()));
      requireCopied();
    }
    return least;
  }

  private double read() throws TornadoExecutionPlanException {
    double apart = readApart();
    return clock.hasVectorsOfSixteen() ? Math.min(apart, readShares()) : apart;
  }

  private double toDevice() throws TornadoExecutionPlanException {
    TaskGraph to = new TaskGraph("to").transferToDevice(DataTransferMode.EVERY_EXECUTION, x);
    return clock.least(to.task("nothing", Copy::nothing, x), x);
  }

  private double fromDevice() throws TornadoExecutionPlanException {
    TaskGraph from = Stopwatch.resident("from", x).task("nothing", Copy::nothing, x);
    return clock.least(from.transferToHost(DataTransferMode.EVERY_EXECUTION, x), x);
  }

  private double readApart() throws TornadoExecutionPlanException {
    FloatArray sums = new FloatArray(PARTS);
    sums.init(0);
    TaskGraph graph = Stopwatch.resident("read", x, sums).task("apart", Read::apart, x, sums);
    double micros = clock.least(graph, "apart", PARTS, sums);
    requireSum(sums);
    return micros;
  }

  private double readShares() throws TornadoExecutionPlanException {
    FloatArray sums = new FloatArray(PARTS * WIDEST);
    sums.init(0);
    VectorFloat16 x16 = new VectorFloat16(x);
    VectorFloat16 sums16 = new VectorFloat16(sums);
    int share = x.getSize() / WIDEST / PARTS;
    TaskGraph graph =
        Stopwatch.resident("read", x16, sums16)
            .task("shares", Read::shares, x16, sums16, PARTS, share);
    double micros = clock.least(graph, "shares", PARTS, sums16);
    requireSum(sums);
    return micros;
  }

  /** Every part is a sum of whole numbers that is exact in float32. */
  private void requireSum(FloatArray sums) {
    double expected = 0;
    for (int i = 0; i < x.getSize(); i++) {
      expected += x.get(i);
    }
    double sum = 0;
    for (int i = 0; i < sums.getSize(); i++) {
      sum += sums.get(i);
    }
    if (sum != expected) {
      throw clock.wrong("The sum of an array", sum, expected, "");
    }
  }

  private Optional<Limit> rate(String name, double bytes, double micros, String how) {
    return Optional.of(new Limit(name, bytes / (micros - launchMicros) / 1e3, "GB/s", how));
  }

  /**
   * A copy of x to y, with the types that they have there.
   *
   * @param items elements of these types
   */
  private record Version(
      String task, Object from, Object to, int items, UnaryOperator<TaskGraph> added) {}

  private List<Version> versions() {
    VectorFloat4 x4 = new VectorFloat4(x);
    VectorFloat4 y4 = new VectorFloat4(y);
    int count = x.getSize();
    List<Version> versions = new ArrayList<>();
    versions.add(
        new Version(
            "elements", x, y, count, graph -> graph.task("elements", Copy::elements, x, y)));
    versions.add(
        new Version(
            "fours",
            x4,
            y4,
            count / 4,
            graph -> graph.task("fours", Copy::fours, x4, y4, count / 4)));
    if (clock.hasVectorsOfSixteen()) {
      VectorFloat16 x16 = new VectorFloat16(x);
      VectorFloat16 y16 = new VectorFloat16(y);
      versions.add(
          new Version(
              "sixteens",
              x16,
              y16,
              count / 16,
              graph -> graph.task("sixteens", Copy::sixteens, x16, y16, count / 16)));
    }
    return versions;
  }

  private void requireCopied() {
    for (int i = 0; i < y.getSize(); i++) {
      if (y.get(i) != x.get(i)) {
        throw clock.wrong("A copy", y.get(i), x.get(i), " (element " + i + ")");
      }
    }
  }
}
