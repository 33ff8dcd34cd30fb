package io.github.thalweg.engine.tornado;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.thalweg.data.Batches;
import io.github.thalweg.engine.Device;
import io.github.thalweg.engine.KernelTime;
import io.github.thalweg.engine.Kernels;
import io.github.thalweg.engine.Session;
import io.github.thalweg.engine.tornado.tasks.StepStyle;
import io.github.thalweg.nn.Activation;
import io.github.thalweg.nn.Dense;
import io.github.thalweg.nn.Loss;
import io.github.thalweg.nn.Model;
import io.github.thalweg.program.TrainingProgram;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a step starts on a device, where it is not a share of one launch. */
class StepLaunchesTest {
  static Stream<Arguments> runs() {
    List<Model> models =
        List.of(
            Runs.model(7, 13, Activation.RELU, 3),
            Runs.model(7, 13, Activation.GELU, 5, Activation.TANH, 3),
            Runs.model(7, 5, Activation.RELU, 6, Activation.SIGMOID, 9, Activation.RELU, 3));
    return Runs.devices().stream()
        .flatMap(device ->
            Stream.of(Kernels.JIT, Kernels.PREBUILT)
                .flatMap(
                    kernels -> models.stream().map(model -> Arguments.of(device, kernels, model))));
  }

  @ParameterizedTest
  @MethodSource("runs")
  void isTwoKernelsForEachLayerAndThreeMoreWhichDoAllOfItAndAreTimed(
      Device device, Kernels kernels, Model model) {
    TrainingProgram program =
        Runs.program(model, new Loss.CrossEntropy(), Runs.ADAM, new Batches(10, 4, true, 5));
    Device plan = Runs.styled(device, new StepStyle.OpByOp(kernels));
    try (Session session = Runs.open(plan, program)) {

      List<KernelTime> times = session.kernelTimes(7);

      assertThat(times.stream().flatMap(time -> time.ops().stream()))
          .containsExactlyInAnyOrderElementsOf(
              program.step().ops().stream().skip(1).toList()); // Without the load.
      long layers = model.layers().stream().filter(Dense.class::isInstance).count();
      // The mean of the losses is a kernel, too, but its time is part of the loss's.
      assertThat(times).hasSize((int) (2 * layers + 2));
      assertThat(times).allSatisfy(time -> assertThat(time.seconds()).isBetween(1e-9, 1.0));
      assertThat(session.step()).isEqualTo(7);
    }
  }
}
