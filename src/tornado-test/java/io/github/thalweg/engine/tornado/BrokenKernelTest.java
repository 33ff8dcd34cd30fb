package io.github.thalweg.engine.tornado;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.thalweg.RunFailedException;
import io.github.thalweg.data.Batches;
import io.github.thalweg.engine.DeviceInfo;
import io.github.thalweg.engine.Kernels;
import io.github.thalweg.engine.Precision;
import io.github.thalweg.engine.tornado.plan.Replay;
import io.github.thalweg.engine.tornado.plan.SessionPlan;
import io.github.thalweg.engine.tornado.tasks.PhaseTasks;
import io.github.thalweg.engine.tornado.tasks.Product;
import io.github.thalweg.engine.tornado.tasks.ProductLibrary;
import io.github.thalweg.engine.tornado.tasks.SessionArrays;
import io.github.thalweg.engine.tornado.tasks.StepStyle;
import io.github.thalweg.kernels.MisnamedKernel;
import io.github.thalweg.nn.Loss;
import io.github.thalweg.nn.Tensor;
import io.github.thalweg.program.TrainingProgram;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is said of a kernel that the driver cannot compile. */
class BrokenKernelTest {
  private final TrainingProgram program =
      Runs.program(Runs.model(3, 2), new Loss.Mse(), Runs.SGD, new Batches(7, 4, false, 0));

  /** A kernel in Java in the place of every product, under a name that C has for itself. */
  private record Misnamed() implements ProductLibrary {
    @Override
    public Precision precision() {
      return Precision.FP32;
    }

    @Override
    public String function() {
      return "union";
    }

    @Override
    public void add(
        String task, String operation, Tensor result, Product product, PhaseTasks tasks) {
      tasks.add(
          task,
          operation,
          result,
          tasks.grids.elements(1),
          id -> tasks.graph.task(id, MisnamedKernel::union, tasks.context, product.c()));
    }
  }

  @Test
  void aKernelInJavaIsNamedWithTheFirstErrorOfTheBuildLog() {
    PlanDevice device = (PlanDevice) Runs.devices().getFirst();
    assertRefused(
        device.info(),
        new StepStyle.Library(new Misnamed()),
        "product_y0",
        "its compiler: .*error: .*");
  }

  /** CUDA C is no OpenCL C: the errors are more than TornadoVM reads of a log of OpenCL. */
  @Test
  void aHandWrittenKernelIsNamedEvenWhereTheLogIsTooLong() {
    String backend = Runs.devices().getFirst().info().backend().equals("cuda") ? "opencl" : "cuda";
    DeviceInfo mistaken =
        new DeviceInfo(
            backend + ":7",
            "tornado",
            "Test",
            backend,
            "gpu",
            "jit",
            1L << 30,
            1,
            Optional.empty());
    assertRefused(
        mistaken,
        new StepStyle.OpByOp(Kernels.PREBUILT),
        "linear_y0",
        "(TornadoVM|its compiler): .*");
  }

  /** As after a fault, when the copies of a CUDA driver fail and TornadoVM goes on. */
  @Test
  void anArrayThatDoesNotComeBackIsAFailureAndNotWhatWasThereBefore() {
    PlanDevice device = (PlanDevice) Runs.devices().getFirst();
    StepStyle style = new StepStyle.OpByOp(Kernels.JIT);
    SessionArrays arrays =
        new SessionArrays(program, style, Runs.data(program, 7, 1), Optional.empty());
    SessionPlan plan =
        new SessionPlan(program, style, arrays, device.info(), device.device(), Replay.NONE);
    plan.compile();
    plan.upload();
    plan.readBack(arrays.theta());
    // The graph that holds parameters and data does not know the losses, and copies nothing.
    assertThatThrownBy(() -> plan.readBack(arrays.losses()))
        .isInstanceOf(RunFailedException.class)
        .hasMessageStartingWith(device.info().id() + " (")
        .hasMessageContaining("gives no results any more");
    plan.close();
  }

  private void assertRefused(DeviceInfo info, StepStyle style, String kernel, String reason) {
    PlanDevice plan = (PlanDevice) Runs.devices().getFirst();
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    PrintStream err = System.err;
    System.setErr(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try (TornadoSession session =
        new TornadoSession(program, info, plan.device(), plan.heldBytes(), style, Replay.NONE)) {
      assertThatThrownBy(() -> session.load(Runs.data(program, 7, 1), Optional.empty()))
          .isInstanceOf(RunFailedException.class)
          .hasMessageMatching(
              "(?s)The operation Linear to y0 \\(kernel "
                  + kernel
                  + "\\) cannot run on "
                  + info.id()
                  + " .*\\. Message from "
                  + reason
                  + "\\. Use --device cpu, and report this together with the model\\.");
    } finally {
      System.setErr(err);
    }
    assertThat(printed.toString(StandardCharsets.UTF_8)).doesNotContain("error:");
  }
}
