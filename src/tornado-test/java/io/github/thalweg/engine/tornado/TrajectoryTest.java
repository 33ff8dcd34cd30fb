package io.github.thalweg.engine.tornado;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.thalweg.data.Batches;
import io.github.thalweg.engine.Device;
import io.github.thalweg.engine.DeviceInfo;
import io.github.thalweg.engine.Kernels;
import io.github.thalweg.engine.Precision;
import io.github.thalweg.engine.Session;
import io.github.thalweg.engine.tornado.driver.GroupLimits;
import io.github.thalweg.engine.tornado.plan.StyleChoice;
import io.github.thalweg.engine.tornado.products.PrebuiltKernels;
import io.github.thalweg.engine.tornado.tasks.StepStyle;
import io.github.thalweg.kernels.ParameterGradient;
import io.github.thalweg.nn.Activation;
import io.github.thalweg.nn.Dense;
import io.github.thalweg.nn.Loss;
import io.github.thalweg.nn.Model;
import io.github.thalweg.nn.Tensor;
import io.github.thalweg.optim.Optimizer;
import io.github.thalweg.program.SingleLayer;
import io.github.thalweg.program.TrainingProgram;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Fifty steps beside the float64 reference, and the same fifty once more, to the bit. */
class TrajectoryTest {
  private static final int STEPS = 50;

  static Stream<Arguments> runs() {
    return Runs.devices().stream()
        .flatMap(device ->
            programs()
                .flatMap(named ->
                    styles((TrainingProgram) named[1])
                        .map(style -> Arguments.of(device, style, named[0], named[1]))));
  }

  /**
   * All that can take the steps of a program: in a loop alone, as on a CPU, and with others. Where
   * a device poses as a GPU, those alone that such a device has and this one has not.
   */
  private static Stream<StepStyle> styles(TrainingProgram program) {
    return Runs.devicesPose()
        ? Stream.concat(Stream.of(chosen(program)), prebuilt(program)).distinct()
        : Stream.concat(java(program), prebuilt(program));
  }

  private static StepStyle chosen(TrainingProgram program) {
    PlanDevice device = (PlanDevice) Runs.devices().getFirst();
    return device.style().apply(program);
  }

  private static Stream<StepStyle> java(TrainingProgram program) {
    Stream.Builder<StepStyle> styles = Stream.builder();
    styles.add(new StepStyle.OpByOp(Kernels.JIT));
    styles.add(new StepStyle.Library(new JitGemm(Precision.FP32)));
    if (program.step().capacity() <= ParameterGradient.ROWS_PER_PART) {
      styles.add(new StepStyle.Loop(1)).add(new StepStyle.Loop(5));
    }
    if (SingleLayer.of(program.step()).isPresent()) {
      styles.add(StyleChoice.onePass(program));
    }
    return styles.build();
  }

  private static Stream<StepStyle> prebuilt(TrainingProgram program) {
    Stream.Builder<StepStyle> styles = Stream.builder();
    PlanDevice plan = (PlanDevice) Runs.devices().getFirst();
    DeviceInfo device = plan.info();
    GroupLimits limits = GroupLimits.of(plan.device());
    styles.add(new StepStyle.OpByOp(Kernels.PREBUILT));
    StepStyle prebuilt = StyleChoice.of(program, device, limits, Kernels.PREBUILT);
    if (!(prebuilt instanceof StepStyle.OpByOp)) {
      styles.add(prebuilt);
    }
    if (prebuilt instanceof StepStyle.LayerLoop) {
      int parts =
          PrebuiltKernels.launches(device, limits).singleLayerParts(program.step().capacity());
      styles.add(new StepStyle.SingleLayerPass(Kernels.PREBUILT, parts));
    }
    return styles.build();
  }

  private static Stream<Object[]> programs() {
    Model relu = Runs.model(7, 13, Activation.RELU, 3);
    Model gelu = Runs.model(9, 17, Activation.GELU, 5, Activation.TANH, 3);
    // Centred RMSprop divides by how much a gradient varies: one row across relu's kink in float32
    // and
    // not in float64 would be seen.
    Model smooth = Runs.model(7, 13, Activation.TANH, 3);
    Model sigmoid = Runs.model(5, 1, Activation.SIGMOID, 4, Activation.GELU);
    OptionalDouble unclipped = OptionalDouble.empty();
    OptionalDouble clipped = OptionalDouble.of(0.05);
    return Stream.of(
        named(
            "momentum, shuffled",
            relu,
            new Loss.CrossEntropy(),
            new Optimizer.Sgd(0.05, 0.9, true, 1e-3),
            unclipped,
            new Batches(50, 8, true, 7)),
        named(
            "gelu and tanh, Adam, clipped",
            gelu,
            new Loss.Huber(0.5),
            new Optimizer.Adam(0.01, 0.9, 0.999, 1e-8, 1e-2, false),
            clipped,
            new Batches(50, 16, false, 0)),
        named(
            "sigmoid and gelu at the end, AdamW, full batch",
            sigmoid,
            new Loss.BceWithLogits(),
            new Optimizer.Adam(0.01, 0.9, 0.999, 1e-8, 1e-2, true),
            unclipped,
            new Batches(41, 41, true, 7)),
        named(
            "5,000 rows at once, centred RMSprop",
            smooth,
            new Loss.CrossEntropy(),
            new Optimizer.RmsProp(0.003, 0.99, 1e-8, 1e-3, 0.9, true),
            clipped,
            new Batches(5000, 5000, false, 0)),
        named(
            "1,025 rows and the rest, RMSprop",
            gelu,
            new Loss.Mse(),
            new Optimizer.RmsProp(0.003, 0.99, 1e-8, 0, 0, false),
            unclipped,
            new Batches(2500, 1025, true, 7)),
        named(
            "one layer, Adam, shuffled",
            Runs.model(37, 5),
            new Loss.CrossEntropy(),
            Runs.ADAM,
            unclipped,
            new Batches(150, 67, true, 7)),
        named(
            "one layer and gelu, momentum, clipped",
            Runs.model(64, 3, Activation.GELU),
            new Loss.Huber(0.5),
            new Optimizer.Sgd(0.05, 0.9, true, 1e-3),
            clipped,
            new Batches(1100, 1100, false, 0)),
        named(
            "one output without bias, sigmoid",
            new Model(19, List.of(new Dense(1, false), Activation.SIGMOID)),
            new Loss.Mse(),
            Runs.SGD,
            unclipped,
            new Batches(41, 41, false, 0)));
  }

  private static Object[] named(
      String name,
      Model model,
      Loss loss,
      Optimizer optimizer,
      OptionalDouble clip,
      Batches batches) {
    return new Object[] {name, Runs.program(model, loss, optimizer, clip, batches)};
  }

  @ParameterizedTest(name = "{2}, {1}")
  @MethodSource("runs")
  void staysWithTheReferenceAndIsTheSameTwice(
      Device device, StepStyle style, String name, TrainingProgram program) {
    Device styled = Runs.styled(device, style);
    try (Session session = Runs.open(styled, program);
        Session again = Runs.open(styled, program);
        Session reference = Runs.open(Runs.reference(), program)) {
      double[] losses = session.train(STEPS);
      double[] expected = reference.train(STEPS);
      for (int step = 0; step < STEPS; step++) {
        assertThat(losses[step])
            .as("%s, step %d", name, step)
            .isCloseTo(expected[step], within(1e-4 * expected[step]));
      }
      assertThat(again.train(STEPS)).as(name).isEqualTo(losses);
      assertThat(again.parameters()).as(name).isEqualTo(session.parameters());
      for (Tensor tensor : program.step().tensors()) {
        assertClose(tensor, session.read(tensor), reference.read(tensor));
      }
    }
  }

  private static void assertClose(Tensor tensor, double[] values, double[] expected) {
    double scale = 0;
    for (double value : expected) {
      scale = Math.max(scale, Math.abs(value));
    }
    assertThat(values).as(tensor.name()).hasSameSizeAs(expected);
    for (int i = 0; i < values.length; i++) {
      assertThat(values[i])
          .as("%s[%d]", tensor.name(), i)
          .isCloseTo(expected[i], within(1e-4 * scale));
    }
  }
}
