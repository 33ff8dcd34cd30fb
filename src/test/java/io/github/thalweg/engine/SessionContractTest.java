package io.github.thalweg.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.thalweg.check.Subject;
import io.github.thalweg.data.Dataset;
import io.github.thalweg.nn.Activation;
import io.github.thalweg.nn.Dense;
import io.github.thalweg.nn.Loss;
import io.github.thalweg.nn.Tensor;
import io.github.thalweg.optim.Optimizer;
import io.github.thalweg.program.Inference;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every session promises, whatever the device; a subclass names one. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class SessionContractTest {
  /** More losses than an engine keeps before they are read. */
  private static final int MANY = StepTable.CAPACITY + 3;

  private static final RandomTraining TRAINING =
      RandomTraining.of(23, 5, new Dense(7), Activation.GELU, new Dense(3))
          .loss(new Loss.CrossEntropy())
          .optimizer(new Optimizer.Adam(0.01, 0.9, 0.999, 1e-8, 0.01, false))
          .clipNorm(0.5)
          .batches(8, true);

  /** Engines have ways of their own for a model with one layer. */
  private static final RandomTraining SINGLE_LAYER =
      RandomTraining.of(23, 5, new Dense(3), Activation.TANH)
          .optimizer(new Optimizer.Sgd(0.1, 0.9, true, 0.01))
          .batches(8, true);

  static Stream<RandomTraining> trainings() {
    return Stream.of(TRAINING, SINGLE_LAYER);
  }

  /** The reference engine's values are float64, and a float32 is not. */
  private static final Offset<Double> ROUNDED = Offset.offset(1e-6);

  /** The device under test. */
  protected abstract Device device();

  @ParameterizedTest
  @MethodSource("trainings")
  void aSecondRunIsTheSameToTheLastBit(RandomTraining training) {
    Subject subject = training.draw();
    try (Session first = loaded(subject);
        Session second = loaded(subject)) {
      assertThat(first.train(20)).containsExactly(second.train(20));
      assertThat(first.parameters()).containsExactly(second.parameters());
    }
  }

  @ParameterizedTest
  @MethodSource("trainings")
  void stepsTakenOneByOneAreThoseTakenAtOnce(RandomTraining training) {
    Subject subject = training.draw();
    try (Session atOnce = loaded(subject);
        Session oneByOne = loaded(subject)) {
      double[] losses = atOnce.train(7);
      for (double loss : losses) {
        assertThat(oneByOne.train(1)).containsExactly(loss);
      }
      assertThat(oneByOne.parameters()).containsExactly(atOnce.parameters());
      assertThat(oneByOne.step()).isEqualTo(7);
    }
  }

  @ParameterizedTest
  @MethodSource("trainings")
  void stepsWhoseKernelsAreTimedAreThoseThatTrainTakes(RandomTraining training) {
    Subject subject = training.draw();
    try (Session plain = loaded(subject);
        Session clocked = loaded(subject)) {
      clocked.train(4);
      List<KernelTime> times = clocked.kernelTimes(5);
      assertThat(clocked.step()).isIn(4L, 9L);
      clocked.train(13 - (int) clocked.step());
      plain.train(13);

      assertThat(clocked.parameters()).containsExactly(plain.parameters());
      assertThat(times).allSatisfy(time -> assertThat(time.seconds()).isPositive());
      assertThat(times.stream().flatMap(time -> time.ops().stream()))
          .isSubsetOf(subject.program().step().ops())
          .doesNotHaveDuplicates();
    }
  }

  @ParameterizedTest
  @MethodSource("trainings")
  void aStateContinuesBitForBitInTheMiddleOfAnEpoch(RandomTraining training) {
    Subject subject = training.draw();
    try (Session whole = loaded(subject);
        Session first = loaded(subject);
        Session second = loaded(subject)) {
      double[] losses = whole.train(11);
      double[] head = first.train(4);
      second.train(2);
      second.state(first.state());
      double[] tail = second.train(7);

      assertThat(head).containsExactly(Arrays.copyOf(losses, 4));
      assertThat(tail).containsExactly(Arrays.copyOfRange(losses, 4, 11));
      assertThat(second.parameters()).containsExactly(whole.parameters());
      assertThat(second.state().slots().doubles()).containsExactly(whole.state().slots().doubles());
      assertThat(second.step()).isEqualTo(11);
    }
  }

  /** With β = ½ the corrections of Adam come to 1 within the steps that are taken again. */
  @Test
  void anEarlierStateBringsBackTheStepsBehindIt() {
    Subject subject = TRAINING.optimizer(new Optimizer.Adam(0.01, 0.5, 0.5, 1e-8, 0, false)).draw();
    try (Session session = loaded(subject)) {
      session.train(2);
      State early = session.state();
      double[] losses = session.train(70);
      session.state(early);
      assertThat(session.train(70)).containsExactly(losses);
    }
  }

  @ParameterizedTest
  @MethodSource("trainings")
  void anEvaluationLeavesTheTrainingAlone(RandomTraining training) {
    Subject subject = training.draw(9);
    try (Session plain = loaded(subject);
        Session evaluated = loaded(subject)) {
      double[] losses = plain.train(5);
      assertThat(evaluated.train(2)).containsExactly(Arrays.copyOf(losses, 2));
      evaluated.evaluate(Session.Part.TRAIN);
      evaluated.evaluate(Session.Part.TEST);
      assertThat(evaluated.train(3)).containsExactly(Arrays.copyOfRange(losses, 2, 5));
    }
  }

  @ParameterizedTest
  @MethodSource("trainings")
  void whatTheLastStepSawOutlivesAnEvaluation(RandomTraining training) {
    Subject subject = training.draw(11);
    try (Session session = loaded(subject)) {
      session.train(2);
      List<Tensor> batched =
          subject.program().step().tensors().stream()
              .filter(tensor -> tensor.shape().batched())
              .toList();
      List<double[]> before = batched.stream().map(session::read).toList();
      session.evaluate(Session.Part.TEST);
      for (int i = 0; i < batched.size(); i++) {
        assertThat(session.read(batched.get(i)))
            .as(batched.get(i).name())
            .containsExactly(before.get(i));
      }
    }
  }

  @Test
  void parametersAndGradientAreThoseOfTheFlatTensors() {
    Subject subject = TRAINING.draw();
    try (Session session = loaded(subject)) {
      assertThat(session.parameters()).containsExactly(subject.parameters());
      session.train(3);
      assertThat(doubles(session.gradient()))
          .containsExactly(session.read(subject.program().parameterUpdate().gradient()), ROUNDED);
      assertThat(doubles(session.parameters()))
          .containsExactly(session.read(subject.program().parameterUpdate().theta()), ROUNDED);
    }
  }

  @Test
  void evaluationOfTheFirstRowsIsTheMeanOverThese() {
    Subject subject = TRAINING.draw();
    try (Session session = loaded(subject)) {
      int rows = subject.data().train().rows();
      for (int first : new int[] {1, rows / 2, rows - 1}) {
        int[] order = IntStream.range(0, first).toArray();
        try (Session part = device().open(subject.program())) {
          part.load(subject.data().train(), Optional.of(subject.data().train().select(order)));
          part.parameters(subject.parameters());
          assertThat(session.evaluate(Session.Part.TRAIN, first))
              .isEqualTo(part.evaluate(Session.Part.TEST));
        }
      }
      assertThatThrownBy(() -> session.evaluate(Session.Part.TRAIN, rows + 1))
          .hasMessageContaining("The part has " + rows + " rows");
    }
  }

  @ParameterizedTest
  @MethodSource("trainings")
  void stepsInHalvesAreThoseTakenWhole(RandomTraining training) {
    Subject subject = training.draw(11);
    try (Session whole = loaded(subject);
        Session halves = loaded(subject)) {
      double[] losses = whole.train(7);
      for (double loss : losses) {
        halves.computeGradient();
        halves.evaluate(Session.Part.TEST);
        halves.gradient(halves.gradient());
        assertThat(halves.applyGradient()).isCloseTo(loss, ROUNDED);
      }
      assertThat(halves.step()).isEqualTo(7);
      assertCloseTogether(halves.parameters(), whole.parameters());
      assertThat(halves.train(2)).containsExactly(whole.train(2), ROUNDED);
    }
  }

  @Test
  void aGradientThatIsReplacedIsTheOneThatIsClippedAndUpdatesTheParameters() {
    Subject subject = RandomTraining.of(23, 5, new Dense(3)).batches(8, true).clipNorm(2.5).draw();
    try (Session session = loaded(subject)) {
      float[] before = session.parameters();
      session.computeGradient();
      float[] g = new float[before.length];
      g[1] = 3;
      g[7] = -4;
      session.gradient(g);
      session.applyGradient();
      float[] expected = before.clone();
      expected[1] -= 0.1f * 1.5f;
      expected[7] += 0.1f * 2f;
      assertCloseTogether(session.parameters(), expected);
    }
  }

  @Test
  void halvesOfAStepComeInTheirOrder() {
    Subject subject = TRAINING.draw();
    try (Session session = loaded(subject)) {
      assertThatThrownBy(session::applyGradient)
          .hasMessageContaining("computeGradient comes first");
      session.computeGradient();
      assertThatThrownBy(session::computeGradient).hasMessageContaining("applyGradient takes");
      assertThatThrownBy(() -> session.train(1)).hasMessageContaining("applyGradient takes");
      State state = session.state();
      session.state(state);
      assertThat(session.train(1)).hasSize(1);
    }
  }

  private static void assertCloseTogether(float[] found, float[] expected) {
    for (int i = 0; i < expected.length; i++) {
      assertThat((double) found[i]).as("parameter %d", i).isCloseTo(expected[i], ROUNDED);
    }
  }

  @Test
  void anInferenceGivesWhatTheSessionOfATrainingGives() {
    Subject subject = TRAINING.draw(2051);
    Dataset rows = subject.data().test().orElseThrow();
    Inference inference = subject.program().inference();
    try (Session session = loaded(subject);
        InferenceSession forward = device().open(inference, subject.parameters())) {
      assertCloseTogether(forward.outputs(rows), session.outputs(Session.Part.TEST));
      Dataset one = rows.select(new int[] {7});
      assertCloseTogether(forward.outputs(one), Arrays.copyOfRange(forward.outputs(rows), 21, 24));
    }
  }

  @Test
  void aClosedInferenceSaysSo() {
    Subject subject = SINGLE_LAYER.draw();
    InferenceSession forward = device().open(subject.program().inference(), subject.parameters());
    forward.close();
    forward.close();

    assertThatThrownBy(() -> forward.outputs(subject.data().train()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("The session is closed; open a new one on the device.");
  }

  @Test
  void parametersStartAtZero() {
    try (Session session = device().open(TRAINING.program())) {
      assertThat(session.parameters()).hasSize(66).containsOnly(0f);
      assertThat(session.step()).isZero();
    }
  }

  @Test
  void moreLossesThanAnEngineKeepsAllArrive() {
    Subject subject = RandomTraining.of(3, 2, new Dense(1)).draw();
    try (Session atOnce = loaded(subject);
        Session inTwo = loaded(subject)) {
      double[] losses = atOnce.train(MANY);
      assertThat(losses).hasSize(MANY).doesNotContain(0);
      assertThat(inTwo.train(MANY - 2)).containsExactly(Arrays.copyOf(losses, MANY - 2));
      assertThat(inTwo.train(2)).containsExactly(Arrays.copyOfRange(losses, MANY - 2, MANY));
    }
  }

  @Test
  void aStoppedTrainingEndsAfterTheStepAtHand() throws InterruptedException {
    Subject subject = TRAINING.draw();
    try (Session session = loaded(subject);
        Session other = loaded(subject)) {
      Thread stopping =
          new Thread(() -> {
            while (session.step() < 3) {
              Thread.onSpinWait();
            }
            session.stop();
          });
      stopping.start();
      double[] losses = session.train(1_000_000);
      stopping.join();

      assertThat(losses).hasSizeBetween(3, 999_999);
      assertThat(session.step()).isEqualTo(losses.length);
      assertThat(other.train(losses.length)).containsExactly(losses);
      assertThat(session.parameters()).containsExactly(other.parameters());
      assertThat(session.train(1)).isEmpty();
    }
  }

  @Test
  void aClosedSessionSaysSo() {
    Subject subject = TRAINING.draw();
    Session session = loaded(subject);
    session.close();
    session.close();
    assertThatThrownBy(() -> session.train(1))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("The session is closed; open a new one on the device.");
    assertThatThrownBy(session::parameters).hasMessageContaining("closed");
    assertThatThrownBy(() -> session.read(subject.program().step().tensor("loss")))
        .hasMessageContaining("closed");
  }

  @Test
  void trainingAndEvaluationNeedData() {
    Subject subject = TRAINING.draw();
    try (Session session = device().open(subject.program())) {
      assertThatThrownBy(() -> session.train(1))
          .hasMessage("No data was loaded; call load before train and evaluate.");
      assertThatThrownBy(() -> session.evaluate(Session.Part.TRAIN))
          .hasMessageContaining("No data was loaded");
      session.load(subject.data().train(), subject.data().test());
      assertThatThrownBy(() -> session.evaluate(Session.Part.TEST))
          .hasMessage("No test data was loaded.");
    }
  }

  @Test
  void activationsNeedAStep() {
    Subject subject = TRAINING.draw();
    try (Session session = loaded(subject)) {
      assertThatThrownBy(() -> session.read(subject.program().step().tensor("y0")))
          .hasMessage("No step has been taken yet, so there is nothing to read.");
    }
  }

  @Test
  void parametersAndStateMustBeAsLongAsTheProgramSays() {
    try (Session session = loaded(TRAINING.draw())) {
      assertThatThrownBy(() -> session.parameters(new float[3]))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("The program has 66 parameters; 3 were given.");
      assertThatThrownBy(() ->
              session.state(
                  new State(0, FlatVector.of(new float[66]), FlatVector.of(new float[66]))))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("The program has 132 optimizer state values; 66 were given.");
    }
  }

  @Test
  void aSessionBelongsToTheThreadThatOpenedIt() {
    try (Session session = loaded(TRAINING.draw());
        ExecutorService other = Executors.newSingleThreadExecutor()) {
      assertThatThrownBy(() -> other.submit(() -> session.train(1)).get())
          .isInstanceOf(ExecutionException.class)
          .hasRootCauseInstanceOf(IllegalStateException.class)
          .hasMessageContaining("Only the thread that opened a session may use it");
      assertThatThrownBy(() -> other.submit(session::close).get())
          .hasMessageContaining("Only the thread that opened a session may use it");
      assertThat(session.train(1)).hasSize(1);
    }
  }

  private Session loaded(Subject subject) {
    Session session = device().open(subject.program());
    session.load(subject.data().train(), subject.data().test());
    session.parameters(subject.parameters());
    return session;
  }

  private static double[] doubles(float[] values) {
    double[] doubles = new double[values.length];
    Arrays.setAll(doubles, i -> values[i]);
    return doubles;
  }
}
