package io.github.thalweg.engine.tornado;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.thalweg.data.Batches;
import io.github.thalweg.data.Dataset;
import io.github.thalweg.data.Task;
import io.github.thalweg.engine.Device;
import io.github.thalweg.engine.Session;
import io.github.thalweg.engine.Session.Part;
import io.github.thalweg.engine.State;
import io.github.thalweg.nn.Activation;
import io.github.thalweg.nn.Loss;
import io.github.thalweg.optim.Optimizer;
import io.github.thalweg.program.Tensor;
import io.github.thalweg.program.TrainingProgram;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
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
        assertThat(session.read(input)).isEqualTo(doubles(data.select(rows).features()));
        assertThat(session.read(target)).isEqualTo(doubles(data.select(rows).targets()));
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
      float[] lastTwoRows = Arrays.copyOfRange(data.features(), 8 * 7, 10 * 7);
      assertThat(session.read(program.step().tensor("x"))).isEqualTo(doubles(lastTwoRows));
      assertClose(session.gradient(), reference.gradient(), 1e-6);
    }
  }

  @ParameterizedTest
  @MethodSource(DEVICES)
  void moreStepsThanTheRingHoldsKeepAllTheirLosses(Device device) {
    TrainingProgram program =
        Runs.program(
            Runs.model(4, 2),
            new Loss.Mse(),
            new Optimizer.Sgd(1e-3, 0, false, 0),
            new Batches(5, 2, true, 3));

    try (Session session = Runs.open(device, program);
        Session reference = Runs.open(Runs.reference(), program)) {
      double[] losses = session.train(4100);
      double[] expected = reference.train(4100);
      assertThat(losses).hasSize(4100);
      for (int step = 0; step < 4100; step++) {
        assertThat(losses[step]).as("step %d", step).isCloseTo(expected[step], within(1e-5));
      }
    }
  }

  @ParameterizedTest
  @MethodSource(DEVICES)
  void stateCarriesARunOnBitForBit(Device device) {
    TrainingProgram program = classifier(Runs.ADAM, new Batches(20, 6, true, 5));

    try (Session whole = Runs.open(device, program);
        Session first = Runs.open(device, program);
        Session second = Runs.open(device, program)) {
      double[] expected = whole.train(12);
      first.train(5);
      second.state(first.state());
      assertThat(second.step()).isEqualTo(5);
      assertThat(second.train(7)).isEqualTo(Arrays.copyOfRange(expected, 5, 12));
      assertThat(second.parameters()).isEqualTo(whole.parameters());
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
      assertThat(after.slots()).isEqualTo(before.slots());
      assertThat(Arrays.stream(after.slots()).anyMatch(value -> value != 0)).isTrue();
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
    int columns = 1000;
    int rows = (int) (device.info().memoryBytes() / 4 / Float.BYTES / columns);
    TrainingProgram program =
        Runs.program(
            Runs.model(columns, 1), new Loss.Mse(), Runs.SGD, new Batches(rows, 1, false, 0));
    Dataset data =
        new Dataset(
            rows, columns, new float[rows * columns], 1, new float[rows], new Task.Regression());

    for (int i = 0; i < 5; i++) {
      try (Session session = device.open(program)) {
        session.load(data, Optional.empty());
        assertThat(session.train(1)).containsExactly(0);
      }
    }
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
  void useAfterCloseIsRefused(Device device) {
    TrainingProgram program = classifier(Runs.SGD, new Batches(10, 4, true, 5));
    Session session = Runs.open(device, program);
    session.train(1);
    session.close();
    session.close();

    assertThatThrownBy(() -> session.train(1)).hasMessageContaining("closed");
    assertThatThrownBy(() -> session.evaluate(Part.TEST)).hasMessageContaining("closed");
    assertThatThrownBy(session::parameters).hasMessageContaining("closed");
    assertThatThrownBy(session::gradient).hasMessageContaining("closed");
    assertThatThrownBy(session::state).hasMessageContaining("closed");
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
