package io.github.thalweg.engine.tornado.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.thalweg.data.Batches;
import io.github.thalweg.engine.DeviceInfo;
import io.github.thalweg.engine.KernelTime;
import io.github.thalweg.engine.Kernels;
import io.github.thalweg.engine.Session;
import io.github.thalweg.engine.tornado.PlanDevice;
import io.github.thalweg.engine.tornado.Runs;
import io.github.thalweg.engine.tornado.TornadoSession;
import io.github.thalweg.engine.tornado.tasks.StepStyle;
import io.github.thalweg.nn.Activation;
import io.github.thalweg.nn.Initialization;
import io.github.thalweg.nn.Loss;
import io.github.thalweg.program.TrainingProgram;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import uk.ac.manchester.tornado.api.TornadoExecutionPlan;
import uk.ac.manchester.tornado.api.TornadoExecutionResult;

/** What is made of steps that are replayed, by replays that can be had on any device. */
class ReplayTest {
  private static final StepStyle STYLE = new StepStyle.OpByOp(Kernels.JIT);

  private final TrainingProgram program =
      Runs.program(
          Runs.model(7, 13, Activation.TANH, 3),
          new Loss.CrossEntropy(),
          Runs.ADAM,
          new Batches(23, 8, true, 5));

  /** Counts what is asked of it, and does something else than it should from some time on. */
  private static final class Recorded implements Replay {
    private final int soundExecutions;
    private int asked;
    private int executions;
    private TornadoExecutionResult latest;

    Recorded(int soundExecutions) {
      this.soundExecutions = soundExecutions;
    }

    @Override
    public void ask(TornadoExecutionPlan train) {
      if (asked++ == 0) {
        assertThat(executions).as("executions before it is asked for").isZero();
      }
    }

    @Override
    public TornadoExecutionResult execute(TornadoExecutionPlan train) {
      if (executions++ < soundExecutions) {
        latest = train.execute();
      }
      return latest;
    }
  }

  @Test
  void aReplayThatGivesWhatPlainStepsGiveIsKept() {
    Recorded sound = new Recorded(Integer.MAX_VALUE);
    List<String> warnings = new ArrayList<>();

    double[] losses = losses(STYLE, sound, warnings);

    assertThat(warnings).isEmpty();
    assertThat(sound.asked).isEqualTo(1);
    assertThat(losses).isEqualTo(losses(STYLE, Replay.NONE, warnings));
    int comparedAndRehearsed = 5;
    assertThat(sound.executions).isEqualTo(comparedAndRehearsed + losses.length);
  }

  @Test
  void kernelsAreTimedInStepsThatAreNotReplayed() {
    Recorded replay = new Recorded(Integer.MAX_VALUE);
    Session plain = session(STYLE, Replay.NONE);
    Session replayed = session(STYLE, replay);
    try (plain;
        replayed) {
      plain.train(7);
      replayed.train(3);
      int before = replay.executions;

      List<KernelTime> times = replayed.kernelTimes(4);

      assertThat(replay.executions).isEqualTo(before);
      assertThat(times.stream().flatMap(time -> time.ops().stream()))
          .hasSameSizeAs(program.step().ops().stream().skip(1).toList()); // Without the load.
      assertThat(replayed.read(program.step().tensor("y1")))
          .isEqualTo(plain.read(program.step().tensor("y1")));
      assertThat(replayed.train(5)).isEqualTo(plain.train(5));
      int rehearsed = 1;
      assertThat(replay.executions).isEqualTo(before + rehearsed + 5);
      assertThat(replayed.state()).usingRecursiveComparison().isEqualTo(plain.state());
    }
  }

  /** The second execution repeats nothing; or only that of the last, smaller batch does not. */
  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void aReplayThatDiffersIsSwitchedOffWithAWarning(int soundExecutions) {
    Recorded stale = new Recorded(soundExecutions);
    List<String> warnings = new ArrayList<>();

    double[] losses = losses(STYLE, stale, warnings);

    String id = Runs.devices().getFirst().info().id();
    assertThat(warnings)
        .containsExactly(
            "Steps on "
                + id
                + " are launched kernel by kernel, without a CUDA graph: with a CUDA graph, the first"
                + " steps gave other results.");
    assertThat(stale.executions).isEqualTo(5);
    assertThat(losses).isEqualTo(losses(STYLE, Replay.NONE, warnings));
  }

  @Test
  void aReplayThatFailsIsSwitchedOffWithItsReason() {
    List<String> warnings = new ArrayList<>();
    Replay failing =
        _ -> {
          throw new IllegalStateException("no graph today");
        };

    double[] losses = losses(STYLE, failing, warnings);

    assertThat(warnings).hasSize(1);
    assertThat(warnings.getFirst())
        .endsWith("TornadoVM cannot make one; its message is: no graph today");
    assertThat(losses).isEqualTo(losses(STYLE, Replay.NONE, warnings));
  }

  /** After the parameters have been others, for the comparison. */
  @Test
  void aReplayThatFailsInTheMiddleLeavesTheParametersAsTheyWere() {
    List<String> warnings = new ArrayList<>();
    Replay failing =
        new Replay() {
          private int executions;

          @Override
          public void ask(TornadoExecutionPlan train) {}

          @Override
          public TornadoExecutionResult execute(TornadoExecutionPlan train) {
            if (++executions == 4) {
              throw new IllegalStateException("no more of it");
            }
            return train.execute();
          }
        };

    double[] losses = losses(STYLE, failing, warnings);

    assertThat(warnings).hasSize(1);
    assertThat(warnings.getFirst()).contains("TornadoVM cannot make one").contains("no more of it");
    assertThat(losses).isEqualTo(losses(STYLE, Replay.NONE, warnings));
  }

  @Test
  void aLoopOfManyStepsALaunchIsNotReplayed() {
    Recorded recorded = new Recorded(0);
    losses(new StepStyle.Loop(1), recorded, new ArrayList<>());
    assertThat(recorded.asked).isZero();
  }

  static Stream<String> backends() {
    return Stream.of("opencl", "spirv", "metal");
  }

  @ParameterizedTest
  @MethodSource("backends")
  void onlyPtxAndCudaDevicesAreAskedForCudaGraphs(String backend) {
    assertThat(Replay.of(device(backend))).isSameAs(Replay.NONE);
    assertThat(Replay.of(device("ptx"))).isSameAs(Replay.CUDA_GRAPH);
    assertThat(Replay.of(device("cuda"))).isSameAs(Replay.CUDA_GRAPH);
  }

  @Test
  void aPropertyDoesWithoutThem() {
    System.setProperty(Replay.PROPERTY, "false");
    try {
      assertThat(Replay.of(device("cuda"))).isSameAs(Replay.NONE);
    } finally {
      System.clearProperty(Replay.PROPERTY);
    }
  }

  private static DeviceInfo device(String backend) {
    return new DeviceInfo(
        backend + ":0", "tornado", "Test", backend, "gpu", "jit", 1, 1, Optional.empty());
  }

  /** Of eight steps, with the warnings that opening the session gave. */
  private double[] losses(StepStyle style, Replay replay, List<String> warnings) {
    Logger logger = Logger.getLogger("io.github.thalweg");
    Handler handler =
        new Handler() {
          @Override
          public void publish(LogRecord entry) {
            warnings.add(entry.getMessage());
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    logger.addHandler(handler);
    try (Session session = session(style, replay)) {
      return session.train(8);
    } finally {
      logger.removeHandler(handler);
    }
  }

  private Session session(StepStyle style, Replay replay) {
    PlanDevice plain = (PlanDevice) Runs.devices().getFirst();
    Session session =
        new TornadoSession(program, plain.info(), plain.device(), plain.heldBytes(), style, replay);
    session.parameters(Initialization.uniform(program.training().model(), 3));
    session.load(Runs.data(program, 23, 1), Optional.empty());
    return session;
  }
}
