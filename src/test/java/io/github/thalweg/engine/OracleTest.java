package io.github.thalweg.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.thalweg.check.Finding;
import io.github.thalweg.check.StepCheck;
import io.github.thalweg.check.Subject;
import io.github.thalweg.engine.reference.ReferenceEngine;
import io.github.thalweg.nn.Activation;
import io.github.thalweg.nn.Dense;
import io.github.thalweg.nn.FixedDense;
import io.github.thalweg.nn.Layer;
import io.github.thalweg.nn.Loss;
import io.github.thalweg.nn.TwoBranches;
import io.github.thalweg.optim.Optimizer;
import io.github.thalweg.program.TrainingProgram;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every op, forward and all its gradients, against the reference engine. A device is tested by a
 * subclass that names it; what float32 may be off by is in one table, the tolerances of {@link
 * StepCheck}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class OracleTest {
  /** Rows, inputs and outputs of a layer. */
  public record Sizes(int rows, int inputs, int outputs) {}

  /** The device under test. */
  protected abstract Device device();

  /** Odd sizes: below, at and beyond the widths of vectors, tiles and work groups. */
  protected Stream<Sizes> sizes() {
    return Stream.of(
        new Sizes(1, 1, 1),
        new Sizes(1, 13, 1),
        new Sizes(3, 7, 1),
        new Sizes(7, 1, 3),
        new Sizes(13, 64, 7),
        new Sizes(64, 13, 207),
        new Sizes(207, 64, 13),
        new Sizes(1, 1025, 3),
        new Sizes(3, 3, 1025),
        new Sizes(1025, 7, 13));
  }

  @ParameterizedTest
  @MethodSource("sizes")
  void linear(Sizes s) {
    matches(one(s, new Dense(s.outputs())));
  }

  @ParameterizedTest
  @MethodSource("sizes")
  void linearWithoutBias(Sizes s) {
    matches(one(s, new Dense(s.outputs(), false)));
  }

  @ParameterizedTest
  @MethodSource("sizes")
  void activations(Sizes s) {
    for (Activation activation : Activation.values()) {
      matches(one(s, new Dense(s.outputs(), activation != Activation.SIGMOID), activation));
    }
  }

  @ParameterizedTest
  @MethodSource("sizes")
  void hiddenLinear(Sizes s) {
    matches(one(s, new Dense(s.outputs()), new Dense(3)));
  }

  @ParameterizedTest
  @MethodSource("sizes")
  void hiddenActivations(Sizes s) {
    for (Activation activation : Activation.values()) {
      boolean bias = activation != Activation.GELU;
      matches(one(s, new Dense(s.outputs(), bias), activation, new Dense(7, !bias)));
    }
  }

  @Test
  void everyOperationOnItsOwn() {
    for (Activation activation : Activation.values()) {
      Subject drawn =
          RandomTraining.of(97, 13, new Dense(7), activation, new Dense(3), activation).draw();
      TrainingProgram unfused = TrainingProgram.unfused(drawn.program().training());
      matches(new Subject(unfused, drawn.data(), drawn.parameters()));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void activationsThatDoNotFollowADenseLayer(boolean shuffled) {
    matches(
        RandomTraining.of(
                97,
                13,
                Activation.TANH,
                new Dense(7),
                Activation.RELU,
                Activation.GELU,
                new Dense(3),
                Activation.SIGMOID,
                Activation.TANH)
            .batches(23, shuffled));
  }

  @Test
  void aProductWhoseWeightsDoNotLearn() {
    matches(
        RandomTraining.of(97, 5, new Dense(7), Activation.GELU, new FixedDense(13), new Dense(3)));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void valuesWithTwoReaders(boolean shuffled) {
    matches(
        RandomTraining.of(97, 5, new TwoBranches(), new Dense(7), new TwoBranches(), new Dense(3))
            .loss(new Loss.CrossEntropy())
            .batches(23, shuffled));
  }

  @Test
  void activationsFarFromZero() {
    for (Activation activation : Activation.values()) {
      matches(RandomTraining.of(13, 7, new Dense(64), activation, new Dense(3)).scale(20));
    }
  }

  @Test
  void gradientsOfManyRows() {
    matches(RandomTraining.of(4097, 3, new Dense(7), Activation.TANH, new Dense(2)));
    matches(RandomTraining.of(12_289, 7, new Dense(3)));
  }

  @ParameterizedTest
  @MethodSource("sizes")
  void mse(Sizes s) {
    matches(one(s, new Dense(s.outputs())).scale(3));
  }

  @ParameterizedTest
  @MethodSource("sizes")
  void huber(Sizes s) {
    matches(one(s, new Dense(s.outputs())).loss(new Loss.Huber(0.7)));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.01, 1, 100})
  void huberOnBothSidesOfItsBend(double delta) {
    matches(RandomTraining.of(64, 7, new Dense(13)).loss(new Loss.Huber(delta)).scale(10));
  }

  @ParameterizedTest
  @MethodSource("sizes")
  void bceWithLogits(Sizes s) {
    matches(one(s, new Dense(s.outputs())).loss(new Loss.BceWithLogits()));
  }

  @ParameterizedTest
  @MethodSource("sizes")
  void crossEntropy(Sizes s) {
    matches(one(s, new Dense(s.outputs())).loss(new Loss.CrossEntropy()));
  }

  @Test
  void lossesOfLargeLogits() {
    matches(RandomTraining.of(64, 13, new Dense(7)).loss(new Loss.CrossEntropy()).scale(80));
    matches(RandomTraining.of(64, 13, new Dense(7)).loss(new Loss.BceWithLogits()).scale(80));
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e-4, 0.5, 1e6})
  void clipNorm(double maximum) {
    matches(
        RandomTraining.of(13, 7, new Dense(64), Activation.TANH, new Dense(3)).clipNorm(maximum));
  }

  @Test
  void clipNormOfManyParameters() {
    matches(RandomTraining.of(7, 1025, new Dense(207)).clipNorm(0.01));
  }

  /** Every branch of every update rule. */
  static Stream<Optimizer> optimizers() {
    return Stream.of(
        new Optimizer.Sgd(0.1, 0, false, 0),
        new Optimizer.Sgd(0.1, 0, false, 0.05),
        new Optimizer.Sgd(0.1, 0.9, false, 0),
        new Optimizer.Sgd(0.1, 0.9, true, 0.05),
        new Optimizer.Adam(0.01, 0.9, 0.999, 1e-8, 0, false),
        new Optimizer.Adam(0.01, 0.8, 0.95, 1e-3, 0.05, false),
        new Optimizer.Adam(0.01, 0.9, 0.999, 1e-8, 0.05, true),
        new Optimizer.RmsProp(0.01, 0.99, 1e-8, 0, 0, false),
        new Optimizer.RmsProp(0.01, 0.9, 1e-8, 0.05, 0.9, false),
        new Optimizer.RmsProp(0.01, 0.99, 1e-8, 0.05, 0, true),
        new Optimizer.RmsProp(0.01, 0.9, 1e-6, 0, 0.9, true));
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void update(Optimizer optimizer) {
    matches(RandomTraining.of(13, 7, new Dense(1)).optimizer(optimizer));
    matches(
        RandomTraining.of(64, 13, new Dense(207), Activation.TANH, new Dense(3))
            .optimizer(optimizer)
            .clipNorm(0.3));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void lastSmallerBatchIsAveragedByItsOwnSize(boolean shuffled) {
    RandomTraining training =
        RandomTraining.of(207, 13, new Dense(7), Activation.RELU, new Dense(3));
    matches(training.batches(64, shuffled));
    matches(training.batches(206, shuffled));
    matches(training.batches(1, shuffled));
    matches(training.loss(new Loss.CrossEntropy()).batches(13, shuffled));
  }

  /** More features in a few rows than a core's cache has room for. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void wideRows(boolean shuffled) {
    RandomTraining layer = RandomTraining.of(97, 5003, new Dense(3)).batches(90, shuffled);
    matches(layer);
    matches(layer.loss(new Loss.CrossEntropy()));
    matches(RandomTraining.of(97, 5003, new Dense(1), Activation.GELU).batches(90, shuffled));
    matches(RandomTraining.of(97, 5003, new Dense(1)).batches(90, shuffled));
    matches(RandomTraining.of(43, 30_011, new Dense(1)).loss(new Loss.BceWithLogits()));
  }

  static Stream<Loss> losses() {
    return Stream.of(
        new Loss.Mse(), new Loss.Huber(0.5), new Loss.BceWithLogits(), new Loss.CrossEntropy());
  }

  /** 1e-5: a float32 sum of a few hundred terms in each row, averaged over the rows in order. */
  @ParameterizedTest
  @MethodSource("losses")
  void evaluationMeasuresEveryRowOfBothParts(Loss loss) {
    Subject subject =
        RandomTraining.of(1025, 13, new Dense(64), Activation.TANH, new Dense(7))
            .loss(loss)
            .batches(100, true)
            .draw(3);
    List<Evaluation> expected = evaluations(new ReferenceEngine().devices().getFirst(), subject);
    List<Evaluation> actual = evaluations(device(), subject);

    for (int i = 0; i < expected.size(); i++) {
      Evaluation right = expected.get(i);
      assertThat(actual.get(i).rows()).isEqualTo(right.rows());
      assertThat(actual.get(i).loss()).isCloseTo(right.loss(), within(1e-5 * right.loss()));
      assertThat(actual.get(i).rmse().orElse(-1))
          .isCloseTo(right.rmse().orElse(-1), within(1e-5 * right.rmse().orElse(1)));
      assertThat(actual.get(i).accuracy().orElse(-1))
          .as("one row may lie within a rounding of the border of a class")
          .isCloseTo(right.accuracy().orElse(-1), within(1.01 / right.rows()));
    }
  }

  /** 1e-5 of the largest: two layers of float32 sums. */
  @Test
  void outputsAreThoseOfEveryRow() {
    Subject subject =
        RandomTraining.of(1025, 13, new Dense(64), Activation.GELU, new Dense(7)).draw(3);
    Device reference = new ReferenceEngine().devices().getFirst();
    try (Session expected = loaded(reference, subject);
        Session actual = loaded(device(), subject)) {
      for (Session.Part part : Session.Part.values()) {
        float[] right = expected.outputs(part);
        float largest = 0;
        for (float output : right) {
          largest = Math.max(largest, Math.abs(output));
        }
        assertThat(right).hasSize(part == Session.Part.TRAIN ? 7 * 1025 : 7 * 3);
        assertThat(actual.outputs(part)).containsExactly(right, within(1e-5f * largest));
      }
    }
  }

  private static Session loaded(Device device, Subject subject) {
    Session session = device.open(subject.program());
    session.load(subject.data().train(), subject.data().test());
    session.parameters(subject.parameters());
    return session;
  }

  private static List<Evaluation> evaluations(Device device, Subject subject) {
    try (Session session = loaded(device, subject)) {
      return List.of(session.evaluate(Session.Part.TRAIN), session.evaluate(Session.Part.TEST));
    }
  }

  private static RandomTraining one(Sizes s, Layer... layers) {
    return RandomTraining.of(s.rows(), s.inputs(), layers);
  }

  /** All tensors of the first steps and of the last batch are within tolerance. */
  protected final void matches(RandomTraining training) {
    matches(training.draw());
  }

  private void matches(Subject subject) {
    List<Finding> findings = StepCheck.run(subject, device());
    assertThat(findings)
        .as("%s", subject.program().training())
        .hasSizeGreaterThan(6)
        .allMatch(Finding::within);
  }
}
