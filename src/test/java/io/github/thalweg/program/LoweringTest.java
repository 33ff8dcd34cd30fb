package io.github.thalweg.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.thalweg.InvalidInputException;
import io.github.thalweg.data.Batches;
import io.github.thalweg.nn.Activation;
import io.github.thalweg.nn.Dense;
import io.github.thalweg.nn.Kind;
import io.github.thalweg.nn.Layer;
import io.github.thalweg.nn.Loss;
import io.github.thalweg.nn.Model;
import io.github.thalweg.nn.Op;
import io.github.thalweg.nn.Role;
import io.github.thalweg.nn.Shape;
import io.github.thalweg.nn.Slope;
import io.github.thalweg.nn.Tensor;
import io.github.thalweg.nn.TwoBranches;
import io.github.thalweg.optim.Optimizer;
import io.github.thalweg.optim.Schedule;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class LoweringTest {
  private static final Loss LOSS = new Loss.CrossEntropy();
  private static final Optimizer ADAM = new Optimizer.Adam(0.01, 0.9, 0.999, 1e-8, 0, false);

  private static final Tensor X = new Tensor("x", Role.INPUT, Shape.ofExample(5));
  private static final Tensor T = new Tensor("t", Role.TARGET, Kind.INT32, Shape.ofExample(1), 0);
  private static final Tensor W0 = new Tensor("0.weight", Role.PARAMETER, Shape.of(7, 5), 0);
  private static final Tensor B0 = new Tensor("0.bias", Role.PARAMETER, Shape.of(7), 35);
  private static final Tensor Y0 = new Tensor("y0", Role.ACTIVATION, Shape.ofExample(7));
  private static final Tensor Y1 = new Tensor("y1", Role.ACTIVATION, Shape.ofExample(7));
  private static final Tensor W2 = new Tensor("2.weight", Role.PARAMETER, Shape.of(3, 7), 42);
  private static final Tensor Y2 = new Tensor("y2", Role.ACTIVATION, Shape.ofExample(3));
  private static final Tensor Y3 = new Tensor("y3", Role.ACTIVATION, Shape.ofExample(3));
  private static final Tensor MEAN = new Tensor("loss", Role.METRIC, Shape.of());
  private static final Tensor DY3 = gradientOf(Y3);
  private static final Tensor DY2 = gradientOf(Y2);
  private static final Tensor DW2 = new Tensor("d2.weight", Role.GRADIENT, Shape.of(3, 7), 42);
  private static final Tensor DY1 = gradientOf(Y1);
  private static final Tensor DY0 = gradientOf(Y0);
  private static final Tensor DW0 = new Tensor("d0.weight", Role.GRADIENT, Shape.of(7, 5), 0);
  private static final Tensor DB0 = new Tensor("d0.bias", Role.GRADIENT, Shape.of(7), 35);
  private static final Tensor G = new Tensor("gradient", Role.GRADIENT, Shape.of(63));
  private static final Tensor NORM = new Tensor("norm", Role.METRIC, Shape.of());
  private static final Tensor THETA = new Tensor("theta", Role.PARAMETER, Shape.of(63));
  private static final Tensor STATE = new Tensor("state", Role.STATE, Shape.of(2, 63));

  private static final Slope TANH = new Slope(Activation.TANH, Y3);
  private static final Slope GELU = new Slope(Activation.GELU, Y0);

  private static final Layer[] LAYERS = {
    new Dense(7), Activation.GELU, new Dense(3, false), Activation.TANH
  };

  private static Tensor gradientOf(Tensor y) {
    return new Tensor("d" + y.name(), Role.ACTIVATION_GRADIENT, y.shape());
  }

  @Test
  void targetsAreOfInt32WhereTheLossTakesClasses() {
    for (Loss loss :
        List.of(
            new Loss.CrossEntropy(), new Loss.Mse(), new Loss.Huber(1), new Loss.BceWithLogits())) {
      TrainingProgram program =
          TrainingProgram.of(training(loss, OptionalDouble.empty(), 10, 0, new Dense(3)));
      Kind kind = loss instanceof Loss.CrossEntropy ? Kind.INT32 : Kind.FLOAT32;
      assertThat(program.load().target().kind()).isEqualTo(kind);
      assertThat(program.metrics().target().kind()).isEqualTo(kind);
      assertThat(program.load().input().kind()).isEqualTo(Kind.FLOAT32);
    }
  }

  @Test
  void everyLayerWritesItsOwnOperationsForwardAndBack() {
    TrainingProgram program = TrainingProgram.unfused(training(OptionalDouble.empty(), LAYERS));

    assertThat(program.gradient().ops())
        .containsExactly(
            new StepOp.LoadBatch(X, T, true),
            new Op.Linear(X, W0, Optional.of(B0), Y0),
            new Op.Activate(Activation.GELU, Y0, Y1),
            new Op.Linear(Y1, W2, Optional.empty(), Y2),
            new Op.Activate(Activation.TANH, Y2, Y3),
            new StepOp.LossAndGradient(LOSS, Y3, T, MEAN, DY3),
            new Op.ActivationGradient(DY3, TANH, DY2),
            new Op.ParameterGradient(DY2, Y1, DW2, Optional.empty()),
            new Op.InputGradient(DY2, W2, Optional.empty(), DY1),
            new Op.ActivationGradient(DY1, GELU, DY0),
            new Op.ParameterGradient(DY0, X, DW0, Optional.of(DB0)));
  }

  @Test
  void activationsMoveIntoTheOperationsBeforeThem() {
    TrainingProgram program = program(OptionalDouble.of(1), LAYERS);
    assertThat(program.gradient().ops())
        .containsExactly(
            new StepOp.LoadBatch(X, T, true),
            new Op.Linear(
                X, W0, Optional.of(B0), Optional.of(Activation.GELU), Optional.of(Y0), Y1),
            new Op.Linear(
                Y1, W2, Optional.empty(), Optional.of(Activation.TANH), Optional.empty(), Y3),
            new StepOp.LossAndGradient(LOSS, Y3, T, Optional.of(TANH), MEAN, DY2),
            new Op.ParameterGradient(DY2, Y1, DW2, Optional.empty()),
            new Op.InputGradient(DY2, W2, Optional.of(GELU), DY0),
            new Op.ParameterGradient(DY0, X, DW0, Optional.of(DB0)));
    assertThat(program.update().ops())
        .containsExactly(
            new StepOp.ClipGradient(G, 1, NORM), new StepOp.Update(ADAM, THETA, G, STATE));
    assertThat(program.step().capacity()).isEqualTo(8);
    assertThat(program.step().tensors()).contains(X, Y0, DY0, NORM, STATE).doesNotContain(DY1);
    assertThat(program.parameterCount()).isEqualTo(63);
    assertThat(program.stateCount()).isEqualTo(126);
  }

  @Test
  void whereAValueHasTwoReadersItsGradientsAreAddedUp() {
    TrainingProgram program = program(OptionalDouble.empty(), new Dense(3), new TwoBranches());

    Tensor dy0 = new Tensor("dy0", Role.ACTIVATION_GRADIENT, Shape.ofExample(3));
    Tensor second = new Tensor("dy0.2", Role.ACTIVATION_GRADIENT, Shape.ofExample(3));
    Tensor sum = new Tensor("dy0.3", Role.ACTIVATION_GRADIENT, Shape.ofExample(3));
    assertThat(program.gradient().all(Op.Add.class)).contains(new Op.Add(dy0, second, sum));
    assertThat(program.gradient().only(Op.ParameterGradient.class).outputGradient()).isEqualTo(sum);
  }

  @Test
  void noGradientIsComputedThatNoParameterNeeds() {
    TrainingProgram program =
        program(OptionalDouble.empty(), Activation.TANH, new Dense(3), Activation.RELU);

    assertThat(program.gradient().ops())
        .extracting(Op::name)
        .containsExactly(
            "load", "activation y0", "linear y2", "loss", "parameter gradient d1.weight");
  }

  @Test
  void anInferenceIsTheForwardPassAndNothingElse() {
    Inference inference = TrainingProgram.of(training(OptionalDouble.empty(), LAYERS)).inference();

    assertThat(inference.phase().ops())
        .extracting(Op::name)
        .containsExactly("linear y1", "linear y3");
    assertThat(inference.input()).isEqualTo(X);
    assertThat(inference.output()).isEqualTo(Y3);
  }

  @Test
  void whatIsNotThereCostsNoOp() {
    TrainingProgram program = program(OptionalDouble.empty(), new Dense(3));
    assertThat(program.step().ops())
        .extracting(op -> op.getClass().getSimpleName())
        .containsExactly("LoadBatch", "Linear", "LossAndGradient", "ParameterGradient", "Update");
  }

  @Test
  void anEvaluationIsForwardAndMetricsOverConsecutiveRows() {
    TrainingProgram program = program(OptionalDouble.empty(), new Dense(7), Activation.GELU);
    Phase evaluation = program.evaluation();
    assertThat(evaluation.ops())
        .extracting(op -> op.getClass().getSimpleName())
        .containsExactly("LoadBatch", "Linear", "RowMetrics");
    assertThat(evaluation.ops().getFirst()).isEqualTo(new StepOp.LoadBatch(X, T, false));
    assertThat(((Op.Linear) evaluation.ops().get(1)).preActivation()).isEmpty();
    assertThat(evaluation.tensor("0.weight")).isEqualTo(W0);
    assertThat(evaluation.tensor("metrics").columns()).isEqualTo(2);
  }

  @Test
  void aTensorThatIsNotThereIsNamed() {
    assertThatThrownBy(() -> program(OptionalDouble.empty(), new Dense(3)).step().tensor("z9"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("There is no tensor 'z9' here");
  }

  @Test
  void runsThatCannotBeAreRefused() {
    assertThatThrownBy(() -> training(OptionalDouble.empty(), 0, 0, new Dense(1)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("A run needs at least 1 epoch; epochs is 0.");
    assertThatThrownBy(() -> training(OptionalDouble.empty(), 3, 4, new Dense(1)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("A warm-up of 4 epochs does not fit a run of 3.");
    assertThatThrownBy(() -> training(OptionalDouble.of(0), 3, 0, new Dense(1)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("clip_norm must be above 0; it is 0.");
  }

  @Test
  void theLearningRateFollowsTheStepsAcrossEpochs() {
    Training training = training(OptionalDouble.empty(), 4, 2, new Dense(1));
    assertThat(training.batches().stepsPerEpoch()).isEqualTo(3);
    assertThat(training.learningRate(0)).isCloseTo(0.01 / 3, within(1e-15));
    assertThat(training.learningRate(3)).isCloseTo(0.01 * 2 / 3, within(1e-15));
    assertThat(training.learningRate(6)).isEqualTo(0.01);
  }

  private static TrainingProgram program(OptionalDouble clipNorm, Layer... layers) {
    return TrainingProgram.of(training(clipNorm, layers));
  }

  private static Training training(OptionalDouble clipNorm, Layer... layers) {
    return training(clipNorm, 10, 0, layers);
  }

  private static Training training(
      OptionalDouble clipNorm, int epochs, int warmup, Layer... layers) {
    return training(LOSS, clipNorm, epochs, warmup, layers);
  }

  private static Training training(
      Loss loss, OptionalDouble clipNorm, int epochs, int warmup, Layer... layers) {
    return new Training(
        new Model(5, List.of(layers)),
        loss,
        ADAM,
        new Schedule.Constant(warmup),
        clipNorm,
        new Batches(20, 8, true, 0),
        epochs);
  }
}
