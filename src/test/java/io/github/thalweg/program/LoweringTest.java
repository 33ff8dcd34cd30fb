package io.github.thalweg.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.thalweg.InvalidInputException;
import io.github.thalweg.data.Batches;
import io.github.thalweg.nn.Activation;
import io.github.thalweg.nn.Dense;
import io.github.thalweg.nn.Layer;
import io.github.thalweg.nn.Loss;
import io.github.thalweg.nn.Model;
import io.github.thalweg.optim.Optimizer;
import io.github.thalweg.optim.Schedule;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class LoweringTest {
  private static final Loss LOSS = new Loss.CrossEntropy();
  private static final Optimizer ADAM = new Optimizer.Adam(0.01, 0.9, 0.999, 1e-8, 0, false);

  private static final Tensor X = new Tensor("x", Role.INPUT, 8, 5);
  private static final Tensor T = new Tensor("t", Role.TARGET, 8, 1);
  private static final Tensor W0 = new Tensor("0.weight", Role.PARAMETER, 7, 5, 0);
  private static final Tensor B0 = new Tensor("0.bias", Role.PARAMETER, 1, 7, 35);
  private static final Tensor Z0 = new Tensor("z0", Role.ACTIVATION, 8, 7);
  private static final Tensor Y0 = new Tensor("y0", Role.ACTIVATION, 8, 7);
  private static final Tensor W2 = new Tensor("2.weight", Role.PARAMETER, 3, 7, 42);
  private static final Tensor Y2 = new Tensor("y2", Role.ACTIVATION, 8, 3);
  private static final Tensor MEAN = new Tensor("loss", Role.METRIC, 1, 1);
  private static final Tensor DY2 = new Tensor("dy2", Role.ACTIVATION_GRADIENT, 8, 3);
  private static final Tensor DW2 = new Tensor("d2.weight", Role.GRADIENT, 3, 7, 42);
  private static final Tensor DY0 = new Tensor("dy0", Role.ACTIVATION_GRADIENT, 8, 7);
  private static final Tensor DW0 = new Tensor("d0.weight", Role.GRADIENT, 7, 5, 0);
  private static final Tensor DB0 = new Tensor("d0.bias", Role.GRADIENT, 1, 7, 35);
  private static final Tensor G = new Tensor("gradient", Role.GRADIENT, 1, 63);
  private static final Tensor NORM = new Tensor("norm", Role.METRIC, 1, 1);
  private static final Tensor THETA = new Tensor("theta", Role.PARAMETER, 1, 63);
  private static final Tensor STATE = new Tensor("state", Role.STATE, 2, 63);

  @Test
  void aStepIsForwardBackwardClipAndUpdate() {
    TrainingProgram program =
        program(
            OptionalDouble.of(1),
            new Dense(7),
            Activation.GELU,
            new Dense(3, false),
            Activation.TANH);
    assertThat(program.step().ops())
        .containsExactly(
            new Op.LoadBatch(X, T, true),
            new Op.Linear(
                X, W0, Optional.of(B0), Optional.of(Activation.GELU), Optional.of(Z0), Y0),
            new Op.Linear(
                Y0, W2, Optional.empty(), Optional.of(Activation.TANH), Optional.empty(), Y2),
            new Op.LossAndGradient(LOSS, Y2, T, MEAN, DY2),
            new Op.ActivationGradient(Activation.TANH, Y2, DY2),
            new Op.ParameterGradient(DY2, Y0, DW2, Optional.empty()),
            new Op.InputGradient(DY2, W2, Optional.of(Activation.GELU), Optional.of(Z0), DY0),
            new Op.ParameterGradient(DY0, X, DW0, Optional.of(DB0)),
            new Op.ClipGradient(G, 1, NORM),
            new Op.Update(ADAM, THETA, G, STATE));
    assertThat(program.step().capacity()).isEqualTo(8);
    assertThat(program.step().tensors()).contains(X, Z0, DY0, NORM, STATE).doesNotHaveDuplicates();
    assertThat(program.parameterCount()).isEqualTo(63);
    assertThat(program.stateCount()).isEqualTo(126);
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
    assertThat(evaluation.ops().getFirst())
        .isEqualTo(
            new Op.LoadBatch(
                new Tensor("x", Role.INPUT, evaluation.capacity(), 5),
                new Tensor("t", Role.TARGET, evaluation.capacity(), 1),
                false));
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
    assertThatThrownBy(() -> training(OptionalDouble.empty(), 0, 0, List.of(new Dense(1))))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("A run needs at least 1 epoch; epochs is 0.");
    assertThatThrownBy(() -> training(OptionalDouble.empty(), 3, 4, List.of(new Dense(1))))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("A warm-up of 4 epochs does not fit a run of 3.");
    assertThatThrownBy(() -> training(OptionalDouble.of(0), 3, 0, List.of(new Dense(1))))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("clip_norm must be above 0; it is 0.");
  }

  @Test
  void theLearningRateFollowsTheStepsAcrossEpochs() {
    Training training = training(OptionalDouble.empty(), 4, 2, List.of(new Dense(1)));
    assertThat(training.batches().stepsPerEpoch()).isEqualTo(3);
    assertThat(training.learningRate(0)).isCloseTo(0.01 / 3, within(1e-15));
    assertThat(training.learningRate(3)).isCloseTo(0.01 * 2 / 3, within(1e-15));
    assertThat(training.learningRate(6)).isEqualTo(0.01);
  }

  private static TrainingProgram program(OptionalDouble clipNorm, Layer... layers) {
    return TrainingProgram.of(training(clipNorm, 10, 0, List.of(layers)));
  }

  private static Training training(
      OptionalDouble clipNorm, int epochs, int warmup, List<? extends Layer> layers) {
    return new Training(
        new Model(5, List.copyOf(layers)),
        LOSS,
        ADAM,
        new Schedule.Constant(warmup),
        clipNorm,
        new Batches(20, 8, true, 0),
        epochs);
  }
}
