package io.github.thalweg.engine.tornado;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.thalweg.RunFailedException;
import io.github.thalweg.data.Batches;
import io.github.thalweg.engine.InferenceSession;
import io.github.thalweg.engine.Kernels;
import io.github.thalweg.engine.Session;
import io.github.thalweg.engine.Session.Part;
import io.github.thalweg.engine.tornado.tasks.StepStyle;
import io.github.thalweg.nn.Activation;
import io.github.thalweg.nn.Initialization;
import io.github.thalweg.nn.Loss;
import io.github.thalweg.program.TrainingProgram;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.util.Collections;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A driver that refuses launches, of which TornadoVM prints a line and goes on, or that takes them
 * and does nothing. Runs where posing_device.c stands before the driver, in a process that
 * PosingDeviceTest starts.
 */
class FailedLaunchTest {
  private static final String NOTICED = "did not run a kernel";

  private static final TrainingProgram MODEL =
      Runs.program(
          Runs.model(7, 5, Activation.RELU, 3),
          new Loss.CrossEntropy(),
          Runs.ADAM,
          new Batches(13, 4, true, 1));

  private static final TrainingProgram ONE_LAYER =
      Runs.program(
          Runs.model(7, 3), new Loss.CrossEntropy(), Runs.SGD, new Batches(13, 4, false, 1));

  private static final int REFUSED = 0;
  private static final int LATE = 1;

  /** Has a launch fail, counted from the next one as 1, and one in every so many behind it. */
  private static void failLaunches(int first, int every, int late) {
    try {
      posing("poseFailedLaunches", 3).invokeExact(first, every, late);
    } catch (Throwable failure) {
      throw new AssertionError(failure);
    }
  }

  /** Has a copy to the device be refused, counted from the next one as 1; with 0 none is. */
  private static void failWrite(int which) {
    try {
      posing("poseFailedWrite", 1).invokeExact(which);
    } catch (Throwable failure) {
      throw new AssertionError(failure);
    }
  }

  private static MethodHandle posing(String functionName, int arguments) {
    requirePosing();
    String preloaded = System.getenv("LD_PRELOAD");
    String library = preloaded.substring(preloaded.lastIndexOf(':') + 1);
    Linker linker = Linker.nativeLinker();
    return linker.downcallHandle(
        SymbolLookup.libraryLookup(Path.of(library), Arena.global())
            .find(functionName)
            .orElseThrow(),
        FunctionDescriptor.ofVoid(
            Collections.nCopies(arguments, ValueLayout.JAVA_INT).toArray(MemoryLayout[]::new)));
  }

  private static void requirePosing() {
    assumeTrue(Runs.devicesPose(), "The driver itself would run here.");
  }

  /**
   * A model and how its steps are taken.
   *
   * @param kernels of a step and of an evaluation
   */
  record Case(String name, TrainingProgram program, StepStyle style, int kernels) {
    Session open() {
      return Runs.open(Runs.styled(Runs.devices().getFirst(), style), program);
    }

    /** The same with those that bring the table of the next steps, and the order of an epoch. */
    int launches() {
      return kernels + (program.training().batches().shuffled() ? 2 : 1);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Case> cases() {
    requirePosing();
    return Stream.of(
        new Case("jit", MODEL, new StepStyle.OpByOp(Kernels.JIT), 10),
        new Case("prebuilt", MODEL, new StepStyle.OpByOp(Kernels.PREBUILT), 10),
        new Case("loop", MODEL, new StepStyle.Loop(256), 4),
        new Case("one layer", ONE_LAYER, new StepStyle.LayerLoop(), 3));
  }

  /** As when a kernel needs more registers than a work group can have. */
  @ParameterizedTest
  @MethodSource("cases")
  void aKernelThatIsNeverRunIsNoticedBeforeTheFirstStep(Case run) {
    int noticed = 0;
    for (int launch = 0; launch < run.launches(); launch++) {
      // Behind the one that names parameters and data.
      failLaunches(2 + launch, run.launches(), LATE);
      try (Session session = run.open()) {
        // It was one of those that only name arrays.
        assertThat(session.compileSeconds()).isPositive();
      } catch (RunFailedException failure) {
        assertThat(failure).hasMessageContaining(NOTICED);
        noticed++;
      } finally {
        failLaunches(0, 0, LATE);
      }
    }
    assertThat(noticed).isEqualTo(run.kernels());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void aDeviceThatRunsNoMoreIsNoticedInTheMiddle(Case run) {
    try (Session session = run.open()) {
      session.train(3);
      failLaunches(1, 1, LATE);
      assertThatThrownBy(() -> session.evaluate(Part.TEST)).hasMessageContaining(NOTICED);
      assertThatThrownBy(() -> session.train(2)).hasMessageContaining(NOTICED);
    } finally {
      failLaunches(0, 0, LATE);
    }
  }

  /** One alone, of which neither the losses nor the parameters need say anything. */
  @ParameterizedTest
  @MethodSource("cases")
  void everyLaunchThatIsRefusedIsNoticed(Case run) {
    int refused =
        noticed(refusing -> {
          try (Session session = run.open()) {
            refusing.run();
            session.train(1);
            session.evaluate(Part.TEST);
          }
        });

    assertThat(refused).isEqualTo(run.launches());
  }

  @Test
  void everyLaunchOfAnInferenceThatIsRefusedIsNoticed() {
    requirePosing();
    float[] parameters = Initialization.uniform(MODEL.training().model(), 3);
    int refused =
        noticed(refusing -> {
          try (InferenceSession forward =
              Runs.devices().getFirst().open(MODEL.inference(), parameters)) {
            refusing.run();
            forward.outputs(Runs.data(MODEL, 13, 1));
          }
        });

    assertThat(refused).isEqualTo(2);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void aCopyToTheDeviceThatIsRefusedIsNoticedAndThePlanCanBeClosed(Case run) {
    try (Session session = run.open()) {
      failWrite(1);
      assertThatThrownBy(() -> session.train(1))
          .isInstanceOf(RunFailedException.class)
          .hasMessageContaining("did not accept data for a copy to it");
      assertThatThrownBy(() -> session.evaluate(Part.TEST)).hasMessageContaining("did not accept");
    } finally {
      failWrite(0);
    }
  }

  /**
   * How many launches a work has; each of them is refused once, and noticed.
   *
   * @param work is given what makes the driver refuse, to be run once its session is open
   */
  private static int noticed(Consumer<Runnable> work) {
    for (int launch = 1; ; launch++) {
      int refused = launch;
      try {
        work.accept(() -> failLaunches(refused, Integer.MAX_VALUE, REFUSED));
        return launch - 1;
      } catch (RunFailedException failure) {
        assertThat(failure).hasMessageContaining(NOTICED);
      } finally {
        failLaunches(0, 0, REFUSED);
      }
    }
  }
}
