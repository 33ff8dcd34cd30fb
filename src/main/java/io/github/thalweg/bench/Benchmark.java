package io.github.thalweg.bench;

import io.github.thalweg.RunFailedException;
import io.github.thalweg.bench.power.PowerMeter;
import io.github.thalweg.data.Dataset;
import io.github.thalweg.data.TrainAndTest;
import io.github.thalweg.engine.Device;
import io.github.thalweg.engine.DeviceInfo;
import io.github.thalweg.engine.Session;
import io.github.thalweg.engine.reference.ReferenceEngine;
import io.github.thalweg.nn.Role;
import io.github.thalweg.program.TrainingProgram;
import io.github.thalweg.timing.SteadyTimes;
import io.github.thalweg.timing.UnsteadyException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * Times workloads on a device. A session's first steps are compared with the same steps of the
 * reference engine, from the same parameters. The same session then continues, warms up, and is
 * timed when its speed is steady. There is a figure only for a session with correct losses and a
 * steady speed.
 */
public final class Benchmark {
  /** The tolerance of a loss, relative to the reference's. */
  public static final double TOLERANCE = 1e-4;

  private static final int FEWEST_CLOCKED_STEPS = 7;
  private static final int MOST_CLOCKED_STEPS = 101;

  private final Device device;
  private final Sampling sampling;
  private final Optional<PowerMeter> meter;

  /** With the power of the device, if it reports it. */
  public Benchmark(Device device, Sampling sampling) {
    this(device, sampling, PowerMeter.of(device.info()));
  }

  Benchmark(Device device, Sampling sampling, Optional<PowerMeter> meter) {
    this.device = device;
    this.sampling = sampling;
    this.meter = meter;
  }

  /**
   * Checks and times one workload.
   *
   * @param phase receives each phase, such as {@code Timing mlp-small}
   * @throws RunFailedException when a loss disagrees with the reference's or is not finite, when
   *     the times do not settle, or when there is too little memory
   */
  public BenchmarkResult run(Workload workload, Consumer<String> phase) {
    TrainingProgram program = TrainingProgram.of(workload.training());
    requireHeap(workload, program);
    phase.accept("Checking " + workload.key() + " against the reference");
    Dataset data = workload.dataset();
    double[] expected = referenceLosses(workload, program, data);
    try (Session session = open(device, workload, program, data)) {
      double[] losses = session.train(expected.length);
      requireAgreement(workload, expected, losses);
      phase.accept("Timing " + workload.key());
      return time(
          workload, program, session, expected[expected.length - 1], losses[expected.length - 1]);
    }
  }

  private static double[] referenceLosses(
      Workload workload, TrainingProgram program, Dataset data) {
    Device reference = new ReferenceEngine().devices().getFirst();
    try (Session session = open(reference, workload, program, data)) {
      return session.train(workload.checkedSteps());
    }
  }

  private static Session open(
      Device device, Workload workload, TrainingProgram program, Dataset data) {
    return device.open(program, TrainAndTest.undivided(data), workload.initialParameters());
  }

  /**
   * A sample is one {@link Session#train} of many steps. The time includes computing, reading and
   * returning all their losses. The session reads a few thousand of them together, as in every run,
   * so this is the cost of a step. A framework that reads the loss after each step is timed with
   * that reading.
   */
  private BenchmarkResult time(
      Workload workload,
      TrainingProgram program,
      Session session,
      double checkedLoss,
      double deviceLoss) {
    // The warm-up also finds the number of steps in a sample, from the last steps, because the
    // first are slow.
    int steps = 1;
    double seconds = sample(workload, session, steps).seconds();
    double warm = seconds;
    while (warm < sampling.warmUpSeconds() || seconds < sampling.sampleSeconds()) {
      if (seconds < sampling.sampleSeconds()) {
        steps *= 2;
      }
      seconds = sample(workload, session, steps).seconds();
      warm += seconds;
    }
    SteadySamples samples = steadySamples(workload, session, steps, sampling.count(seconds));
    return BenchmarkResult.of(
        workload,
        device.info(program),
        samples.stepMicros(),
        checkedLoss,
        deviceLoss,
        samples.finalLoss(),
        energy(workload, session, steps),
        session.compileSeconds(),
        kernels(workload, program, session, steps));
  }

  private record SteadySamples(double[] stepMicros, double finalLoss) {}

  /** One more than are kept must be steady: the first comes right after the warm-up. */
  private SteadySamples steadySamples(Workload workload, Session session, int steps, int count) {
    AtomicReference<Sample> last = new AtomicReference<>();
    try {
      double[] seconds =
          new SteadyTimes(sampling.patienceSeconds(), false)
              .take(
                  count + 1,
                  () -> {
                    last.set(sample(workload, session, steps));
                    return last.get().seconds();
                  });
      double[] micros =
          Arrays.stream(seconds)
              .skip(seconds.length - count)
              .map(kept -> kept * 1e6 / steps)
              .toArray();
      return new SteadySamples(micros, last.get().lastLoss());
    } catch (UnsteadyException e) {
      throw unsteady(workload.key(), device.info(), e);
    }
  }

  /** Replaces a figure that would be valid only for a moment. */
  static RunFailedException unsteady(String workload, DeviceInfo device, UnsteadyException e) {
    return new RunFailedException(
        workload
            + " on "
            + name(device)
            + " reached no steady speed: "
            + e.reason()
            + ", so no figure is given. Stop other programs on the machine, and time it again"
            + " (without --quick it waits longer).",
        e);
  }

  /** Times the step's parts in separate steps: a sample has no clock on every kernel. */
  private static List<KernelFigure> kernels(
      Workload workload, TrainingProgram program, Session session, int steps) {
    return session.kernelTimes(Math.clamp(steps, FEWEST_CLOCKED_STEPS, MOST_CLOCKED_STEPS)).stream()
        .map(time -> KernelFigure.of(program, workload.batch(), time))
        .filter(kernel -> kernel.work().bytes() > 0)
        .toList();
  }

  /** Measured in separate samples: during the others only training runs. */
  private Optional<BenchmarkResult.Energy> energy(Workload workload, Session session, int steps) {
    return meter.flatMap(found -> {
      PowerMeter.Reading reading = found.start();
      long rows = 0;
      double seconds = 0;
      while (seconds < sampling.totalSeconds() / 4) {
        seconds += sample(workload, session, steps).seconds();
        rows += (long) steps * workload.batch();
      }
      double joules = reading.joules();
      return joules > 0
          ? Optional.of(new BenchmarkResult.Energy(joules / rows, found.source()))
          : Optional.empty();
    });
  }

  private record Sample(double seconds, double lastLoss) {}

  private Sample sample(Workload workload, Session session, int steps) {
    long start = System.nanoTime();
    double[] losses = session.train(steps);
    double seconds = (System.nanoTime() - start) / 1e9;
    double lastLoss = losses[steps - 1];
    if (!Double.isFinite(lastLoss)) {
      throw new RunFailedException(
          workload.key()
              + " on "
              + name(device.info())
              + " has the loss "
              + lastLoss
              + " after step "
              + session.step()
              + "; no figure is given. Run thalweg check with this device to find the operation that is wrong.");
    }
    return new Sample(seconds, lastLoss);
  }

  private void requireAgreement(Workload workload, double[] expected, double[] losses) {
    for (int step = 0; step < expected.length; step++) {
      double difference = Math.abs(losses[step] - expected[step]);
      if (!(difference <= TOLERANCE * Math.abs(expected[step]))) {
        throw new RunFailedException(
            workload.key()
                + " on "
                + name(device.info())
                + " has the loss "
                + losses[step]
                + " at step "
                + (step + 1)
                + " where the reference has "
                + expected[step]
                + "; they may differ by "
                + TOLERANCE
                + " relative, so no figure is given. Run thalweg check with this device to find the operation that is wrong.");
      }
    }
  }

  /** The data in float32, and a batch of every tensor in the reference's float64. */
  private static void requireHeap(Workload workload, TrainingProgram program) {
    long rows = workload.training().batches().rows();
    long data = 4 * rows * (program.training().model().inputs() + program.targetColumns());
    long reference =
        8
            * program.step().tensors().stream()
                .filter(tensor -> tensor.shape().batched() || tensor.role() == Role.STATE)
                .mapToLong(tensor -> tensor.elements(program.step().capacity()))
                .sum();
    long needed = data + reference;
    long available = Runtime.getRuntime().maxMemory();
    if (needed > available) {
      throw new RunFailedException(
          workload.key()
              + " needs "
              + megabytes(needed)
              + " MB of Java's memory for its data and its check against the reference; "
              + megabytes(available)
              + " MB are available. Give it more with THALWEG_JAVA_OPTS=-Xmx"
              + megabytes(needed * 5 / 4)
              + "m.");
    }
  }

  private static long megabytes(long bytes) {
    return Math.ceilDiv(bytes, 1_000_000);
  }

  /** The name of a device for readers and in a record of figures. */
  static String name(DeviceInfo device) {
    return device.id() + " (" + device.name() + ")";
  }
}
