package io.github.thalweg.engine.tornado;

import io.github.thalweg.bench.Workload;
import io.github.thalweg.bench.Workloads;
import io.github.thalweg.engine.Kernels;
import io.github.thalweg.engine.Session;
import io.github.thalweg.engine.tornado.plan.StyleChoice;
import io.github.thalweg.engine.tornado.tasks.StepStyle;
import io.github.thalweg.program.TrainingProgram;
import java.util.Locale;
import java.util.Optional;

/**
 * What a step takes in each {@link StepStyle}, on the first device: where the borders between them
 * should be. The least of some samples, in µs. Run after a build:
 *
 * <pre>
 *   java @$TORNADOVM_HOME/tornado-argfile -Dtornado.recover.bailout=false \
 *     -cp target/with-tornadovm/classes:target/with-tornadovm/test-classes io.github.thalweg.engine.tornado.StyleTimes [WORKLOAD …]
 * </pre>
 */
final class StyleTimes {
  private static final double SAMPLE_SECONDS = 0.2;

  /** Enough for the JVM to compile TornadoVM itself. */
  private static final int WARM_UP = 30_000;

  /** Steps that are not like the others. */
  private static final int FIRST = 100;

  private static final String[] SHAPES = {
    "linear-tiny", "32-32-8@32", "128-128-10@64", "256-128-10@64", "256-256-10@128", "softmax"
  };

  private StyleTimes() {}

  /** Prints a line for each workload. */
  public static void main(String[] workloads) {
    PlanDevice device = (PlanDevice) new TornadoEngine().devices().getFirst();
    System.out.println(device.info().name());
    warmUp(device, Workloads.LINEAR_TINY);
    System.out.println("workload          multiplications     loop  op by op");
    for (String key : workloads.length > 0 ? workloads : SHAPES) {
      Workload workload = Workloads.of(key);
      TrainingProgram program = TrainingProgram.of(workload.training());
      System.out.printf(
          Locale.ROOT,
          "%-16s %16d %8.1f  %8.1f%n",
          key,
          StyleChoice.multiplications(program),
          micros(device, workload, new StepStyle.Loop(StyleChoice.CPU_ITEMS)),
          micros(device, workload, new StepStyle.OpByOp(Kernels.JIT)));
    }
  }

  private static void warmUp(PlanDevice device, Workload workload) {
    try (Session session = open(device, workload, new StepStyle.OpByOp(Kernels.JIT))) {
      session.train(WARM_UP);
    }
  }

  private static double micros(PlanDevice device, Workload workload, StepStyle style) {
    try (Session session = open(device, workload, style)) {
      session.train(FIRST);
      int steps = 1;
      double seconds = seconds(session, steps);
      while (seconds < SAMPLE_SECONDS) {
        steps *= 2;
        seconds = seconds(session, steps);
      }
      for (int sample = 0; sample < 5; sample++) {
        seconds = Math.min(seconds, seconds(session, steps));
      }
      return seconds * 1e6 / steps;
    }
  }

  private static Session open(PlanDevice device, Workload workload, StepStyle style) {
    Session session = Runs.styled(device, style).open(TrainingProgram.of(workload.training()));
    session.parameters(workload.initialParameters());
    session.load(workload.dataset(), Optional.empty());
    return session;
  }

  private static double seconds(Session session, int steps) {
    long start = System.nanoTime();
    session.train(steps);
    return (System.nanoTime() - start) / 1e9;
  }
}
