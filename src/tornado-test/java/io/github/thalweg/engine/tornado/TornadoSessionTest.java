package io.github.thalweg.engine.tornado;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.thalweg.InvalidInputException;
import io.github.thalweg.RunFailedException;
import io.github.thalweg.data.Batches;
import io.github.thalweg.data.Dataset;
import io.github.thalweg.data.Floats;
import io.github.thalweg.data.Task;
import io.github.thalweg.engine.Device;
import io.github.thalweg.engine.Kernels;
import io.github.thalweg.engine.Session;
import io.github.thalweg.engine.Session.Part;
import io.github.thalweg.engine.State;
import io.github.thalweg.engine.tornado.tasks.StepStyle;
import io.github.thalweg.nn.Activation;
import io.github.thalweg.nn.Loss;
import io.github.thalweg.nn.Tensor;
import io.github.thalweg.optim.Optimizer;
import io.github.thalweg.program.TrainingProgram;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TornadoSessionTest {
  private static final String DEVICES = "io.github.thalweg.engine.tornado.Runs#devices";

  private static TrainingProgram classifier(Optimizer optimizer, Batches batches) {
    return Runs.program(
        Runs.model(7, 13, Activation.RELU, 3), new Loss.CrossEntropy(), optimizer, batches);
  }

  @ParameterizedTest
  @MethodSource(DEVICES)
  void shuffledBatchesFollowTheOrderOfEachEpoch(Device device) {
    Batches batches = new Batches(10, 4, true, 5);
    TrainingProgram program = classifier(Runs.SGD, batches);
    Dataset data = Runs.data(program, 10, 1);
    Tensor input = program.step().tensor("x");
    Tensor target = program.step().tensor("t");

    try (Session session = Runs.open(device, program)) {
      for (int step = 0; step < 3 * batches.stepsPerEpoch(); step++) {
        session.train(1);
        int[] order = batches.order(batches.epochOf(step));
        int from = batches.offset(step);
        int[] rows = Arrays.copyOfRange(order, from, from + batches.rowsOf(step));
        assertThat(session.read(input)).isEqualTo(doubles(Floats.of(data.select(rows).features())));
        assertThat(session.read(target)).isEqualTo(doubles(Floats.of(data.select(rows).targets())));
      }
    }
  }

  @ParameterizedTest
  @MethodSource(DEVICES)
  void consecutiveBatchesAreReadInPlaceTheLastSmallerOneToo(Device device) {
    TrainingProgram program = classifier(Runs.SGD, new Batches(10, 4, false, 0));
    Dataset data = Runs.data(program, 10, 1);

    try (Session session = Runs.open(device, program);
        Session reference = Runs.open(Runs.reference(), program)) {
      session.train(3);
      reference.train(3);
      float[] lastTwoRows = Arrays.copyOfRange(Floats.of(data.features()), 8 * 7, 10 * 7);
      assertThat(session.read(program.step().tensor("x"))).isEqualTo(doubles(lastTwoRows));
      assertClose(session.gradient(), reference.gradient(), 1e-6);
    }
  }

  @ParameterizedTest
  @MethodSource(DEVICES)
  void kernelsAreCompiledWithTheDataAndNotInTheFirstStep(Device device) {
    TrainingProgram program = classifier(Runs.SGD, new Batches(10, 4, false, 0));

    try (Session session = device.open(program)) {
      assertThat(session.compileSeconds()).isZero();
      session.load(Runs.data(program, 10, 1), Optional.empty());
      double compiling = session.compileSeconds();
      long start = System.nanoTime();
      session.train(1);
      assertThat(compiling).isPositive();
      assertThat((System.nanoTime() - start) / 1e9).isLessThan(compiling / 2);
      assertThat(session.compileSeconds()).isEqualTo(compiling);
    }
  }

  @ParameterizedTest
  @MethodSource(DEVICES)
  void parametersWrittenInARunLeaveTheOptimizersStateAlone(Device device) {
    TrainingProgram program = classifier(Runs.ADAM, new Batches(20, 6, true, 5));
    float[] replaced = new float[program.parameterCount()];
    Arrays.fill(replaced, 0.25f);

    try (Session session = Runs.open(device, program)) {
      session.train(4);
      State before = session.state();
      session.parameters(replaced);
      State after = session.state();
      assertThat(after.slots().floats()).isEqualTo(before.slots().floats());
      assertThat(Arrays.stream(after.slots().doubles()).anyMatch(value -> value != 0)).isTrue();
      assertThat(session.parameters()).isEqualTo(replaced);
    }
  }

  @ParameterizedTest
  @MethodSource(DEVICES)
  void evaluationsSeeTheParametersOfTheMoment(Device device) {
    TrainingProgram program = classifier(Runs.SGD, new Batches(2050, 500, true, 5));

    try (Session session = Runs.open(device, program);
        Session reference = Runs.open(Runs.reference(), program)) {
      for (Part part : new Part[] {Part.TEST, Part.TRAIN, Part.TEST}) {
        assertThat(session.evaluate(part).loss())
            .isCloseTo(reference.evaluate(part).loss(), within(1e-6));
        assertThat(session.evaluate(part).accuracy())
            .isEqualTo(reference.evaluate(part).accuracy());
        session.train(6);
        reference.train(6);
      }
      session.parameters(new float[program.parameterCount()]);
      assertThat(session.evaluate(Part.TEST).loss()).isCloseTo(Math.log(3), within(1e-6));
      assertThat(session.evaluate(Part.TRAIN).loss()).isCloseTo(Math.log(3), within(1e-6));
    }
  }

  @ParameterizedTest
  @MethodSource(DEVICES)
  void aLossThatIsNotFiniteArrivesAsSuch(Device device) {
    TrainingProgram program =
        Runs.program(
            Runs.model(7, 13, Activation.RELU, 3, Activation.GELU),
            new Loss.Mse(),
            new Optimizer.Sgd(1e30, 0, false, 0),
            new Batches(8, 8, false, 0));

    try (Session session = Runs.open(device, program)) {
      double[] losses = session.train(6);
      assertThat(losses[0]).isFinite();
      assertThat(losses[5]).isNaN();
      assertThat(session.evaluate(Part.TEST).loss()).isNaN();
    }
  }

  static Stream<Arguments> stylesOfOneLayer() {
    StepStyle[] styles = {
      new StepStyle.OpByOp(Kernels.JIT),
      new StepStyle.SingleLayerPass(Kernels.JIT, 2),
      new StepStyle.Loop(1),
      new StepStyle.Loop(3)
    };
    return Runs.devices().stream()
        .flatMap(
            device -> Stream.of(styles).map(style -> Arguments.of(Runs.styled(device, style))));
  }

  /** Data is checked before it is uploaded, so that a NaN can only come from the parameters. */
  @ParameterizedTest
  @MethodSource("stylesOfOneLayer")
  void aNaNReachesTheLossInEveryStyle(Device device) {
    for (Loss loss : new Loss[] {new Loss.CrossEntropy(), new Loss.Huber(0.5)}) {
      TrainingProgram program =
          Runs.program(
              Runs.model(7, 3, Activation.RELU), loss, Runs.SGD, new Batches(40, 40, false, 0));
      float[] theta = new float[program.parameterCount()];
      theta[7] = Float.NaN;
      try (Session session = Runs.open(device, program)) {
        session.parameters(theta);
        assertThat(session.train(1)).as(loss.key()).containsExactly(Double.NaN);
        assertThat(session.gradient()[8]).as(loss.key()).isNaN();
        assertThat(session.evaluate(Part.TEST).loss()).as(loss.key()).isNaN();
      }
    }
  }

  @ParameterizedTest
  @MethodSource(DEVICES)
  void aDataSetWithANaNOrAStrangeLabelNeverReachesTheDevice(Device device) {
    TrainingProgram program = classifier(Runs.SGD, new Batches(10, 4, false, 0));
    Dataset whole = Runs.data(program, 10, 1);
    for (float label : new float[] {-1, 3, 0.5f, Float.NaN}) {
      float[] labels = Floats.of(whole.targets()).clone();
      labels[4] = label;
      Dataset broken =
          new Dataset(
              10, whole.columns(), Floats.of(whole.features()), 1, labels, new Task.Regression());
      try (Session session = Runs.open(device, program)) {
        assertThatThrownBy(() -> session.load(broken, Optional.empty()))
            .isInstanceOf(InvalidInputException.class);
        assertThat(session.train(1)[0]).isFinite();
      }
    }
  }

  @ParameterizedTest
  @MethodSource(DEVICES)
  void sessionsSideBySideDoNotDisturbEachOther(Device device) {
    TrainingProgram small = classifier(Runs.SGD, new Batches(10, 4, true, 5));
    TrainingProgram large = classifier(Runs.ADAM, new Batches(90, 32, true, 5));
    double[] alone;
    try (Session session = Runs.open(device, small)) {
      alone = session.train(6);
    }

    try (Session first = Runs.open(device, small);
        Session second = Runs.open(device, large)) {
      double[] losses = new double[6];
      for (int step = 0; step < 6; step++) {
        losses[step] = first.train(1)[0];
        second.train(2);
      }
      assertThat(losses).isEqualTo(alone);
    }
  }

  @ParameterizedTest
  @MethodSource(DEVICES)
  void closedSessionsGiveTheirMemoryBack(Device device) {
    Dataset data = zeros(device, 0.25);
    TrainingProgram program = linear(data);

    for (int i = 0; i < 5; i++) {
      try (Session session = device.open(program)) {
        session.load(data, Optional.empty());
        assertThat(session.train(1)).containsExactly(0);
      }
    }
  }

  @ParameterizedTest
  @MethodSource(DEVICES)
  void aSessionThatFindsTheDeviceFullMayTryAgainLater(Device large) {
    Device device = Runs.withMemory(large, 64 << 20);
    Dataset data = zeros(device, 0.6);
    TrainingProgram program = linear(data);

    try (Session second = device.open(program)) {
      try (Session first = device.open(program)) {
        first.load(data, Optional.empty());
        assertThatThrownBy(() -> second.load(data, Optional.empty()))
            .isInstanceOf(RunFailedException.class)
            .hasMessageContaining("other sessions hold");
        assertThat(first.train(1)).containsExactly(0);
      }
      second.load(data, Optional.empty());
      assertThat(second.train(1)).containsExactly(0);
    }
  }

  /** Rows of a thousand zeros that fill a share of the device's memory. */
  private static Dataset zeros(Device device, double share) {
    int columns = 1000;
    int rows = (int) (share * device.info().memoryBytes() / Float.BYTES / columns);
    return new Dataset(
        rows, columns, new float[rows * columns], 1, new float[rows], new Task.Regression());
  }

  private static TrainingProgram linear(Dataset data) {
    return Runs.program(
        Runs.model(data.columns(), 1),
        new Loss.Mse(),
        Runs.SGD,
        new Batches(data.rows(), 1, false, 0));
  }

  @ParameterizedTest
  @MethodSource(DEVICES)
  void dataMayBeReplacedInARun(Device device) {
    TrainingProgram program = classifier(Runs.ADAM, new Batches(20, 6, false, 5));
    Dataset other = Runs.data(program, 20, 9);

    try (Session session = Runs.open(device, program);
        Session reference = Runs.open(Runs.reference(), program)) {
      for (Session either : new Session[] {session, reference}) {
        either.train(3);
        either.load(other, Optional.empty());
      }
      double[] losses = session.train(4);
      double[] expected = reference.train(4);
      for (int step = 0; step < 4; step++) {
        assertThat(losses[step]).isCloseTo(expected[step], within(1e-5));
      }
    }
  }

  @ParameterizedTest
  @MethodSource(DEVICES)
  void readingBeforeTheFirstStepIsRefused(Device device) {
    TrainingProgram program = classifier(Runs.SGD, new Batches(10, 4, true, 5));
    try (Session session = Runs.open(device, program);
        Session other = Runs.open(device, program)) {
      assertThatThrownBy(session::gradient).isInstanceOf(IllegalStateException.class);
      other.train(2);
      session.state(other.state());
      assertThatThrownBy(session::gradient)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("not taken a step yet");
    }
  }

  private static double[] doubles(float[] values) {
    double[] doubles = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      doubles[i] = values[i];
    }
    return doubles;
  }

  private static void assertClose(float[] values, float[] expected, double tolerance) {
    assertThat(values).hasSameSizeAs(expected);
    for (int i = 0; i < values.length; i++) {
      assertThat((double) values[i]).as("element %d", i).isCloseTo(expected[i], within(tolerance));
    }
  }
}
