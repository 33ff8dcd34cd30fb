package io.github.thalweg.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.github.thalweg.data.Batches;
import io.github.thalweg.nn.Activation;
import io.github.thalweg.nn.Dense;
import io.github.thalweg.nn.FixedDense;
import io.github.thalweg.nn.Layer;
import io.github.thalweg.nn.Loss;
import io.github.thalweg.nn.Model;
import io.github.thalweg.nn.TwoBranches;
import io.github.thalweg.optim.Optimizer;
import io.github.thalweg.optim.Schedule;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class DenseChainTest {
  @Test
  void denseLayersWithActivationsAreOne() {
    DenseChain chain =
        of(new Dense(7), Activation.GELU, new Dense(3, false), new Dense(2), Activation.TANH)
            .orElseThrow();

    assertThat(chain.layers())
        .extracting(layer -> layer.forward().output().name(), layer -> layer.saved().name())
        .containsExactly(tuple("y1", "y0"), tuple("y2", "y2"), tuple("y4", "y4"));
    assertThat(chain.layers())
        .extracting(layer -> layer.backward().outputGradient().name())
        .containsExactly("dy0", "dy2", "dy3");
  }

  @Test
  void whatDoesMoreOrLessIsNone() {
    assertThat(of(Activation.TANH, new Dense(3))).isEmpty();
    assertThat(of(new Dense(3), Activation.TANH, Activation.RELU)).isEmpty();
    assertThat(of(new Dense(3), new TwoBranches(), new Dense(2))).isEmpty();
    assertThat(of(new Dense(3), new FixedDense(4), new Dense(2))).isEmpty();
  }

  @Test
  void operationsThatAreNotFusedAreNone() {
    assertThat(
            DenseChain.of(TrainingProgram.unfused(training(new Dense(3), Activation.TANH)).step()))
        .isEmpty();
  }

  private static Optional<DenseChain> of(Layer... layers) {
    return DenseChain.of(TrainingProgram.of(training(layers)).step());
  }

  private static Training training(Layer... layers) {
    return new Training(
        new Model(5, List.of(layers)),
        new Loss.Mse(),
        new Optimizer.Sgd(0.1),
        new Schedule.Constant(0),
        OptionalDouble.of(1),
        new Batches(20, 8, true, 0),
        3);
  }
}
