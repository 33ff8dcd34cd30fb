package io.github.thalweg.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.thalweg.data.Batches;
import io.github.thalweg.nn.Activation;
import io.github.thalweg.nn.Dense;
import io.github.thalweg.nn.Layer;
import io.github.thalweg.nn.Loss;
import io.github.thalweg.nn.Model;
import io.github.thalweg.nn.Op;
import io.github.thalweg.optim.Optimizer;
import io.github.thalweg.optim.Schedule;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/** Bytes and operations, counted by hand: 7 rows of a batch of up to 11. */
class WorkTest {
  private static final int ROWS = 7;

  private final TrainingProgram network =
      program(true, new Dense(5), Activation.RELU, new Dense(2, false));
  private final TrainingProgram single = program(false, new Dense(2));

  @Test
  void forwardPassReadsInputAndWeightsOnceAndLeavesItsOutput() {
    Op linear = network.step().ops().get(1);

    assertThat(of(network, linear))
        .isEqualTo(new Work(4 * (7 * 3 + 5 * 3 + 5 + 7 * 5), 2 * 7 * 3 * 5 + 2 * 7 * 5));
  }

  @Test
  void gradientsCountTheirMatricesAndTheActivationThatIsPassed() {
    Op weight = network.step().ops().get(4);
    Op input = network.step().ops().get(5);

    assertThat(of(network, weight)).isEqualTo(new Work(4 * (7 * 2 + 7 * 5 + 2 * 5), 2 * 7 * 2 * 5));
    assertThat(of(network, input))
        .isEqualTo(new Work(4 * (7 * 2 + 2 * 5 + 7 * 5 + 7 * 5), 2 * 7 * 2 * 5 + 2 * 7 * 5));
  }

  @Test
  void updateReadsAndWritesParametersAndMomentum() {
    int count = 3 * 5 + 5 + 5 * 2;

    assertThat(of(network, network.parameterUpdate()))
        .isEqualTo(new Work(4 * 5 * count, 4 * count));
  }

  @Test
  void whatStaysWithinAKernelIsNoTraffic() {
    SingleLayer layer = SingleLayer.of(single.step()).orElseThrow();
    int parameters = 3 * 2 + 2;
    double data = 7 * 3 + 7 * 2;
    double flop = 2 * (2 * 7 * 3 * 2 + 7 * 2) + 4 * 7 * 2;

    assertThat(Work.of(single.step(), layer.ops(), ROWS))
        .isEqualTo(new Work(4 * (data + 2 * parameters + 1), flop));
    assertThat(Work.of(single.step(), single.step().ops(), ROWS))
        .isEqualTo(new Work(4 * (data + 4 * parameters + 1), flop + 4 * parameters));
  }

  @Test
  void onlyGatheredRowsAreLoaded() {
    assertThat(of(network, network.step().ops().getFirst()))
        .isEqualTo(new Work(2 * 4 * (7 * 3 + 7 * 2), 0));
    assertThat(of(single, single.step().ops().getFirst())).isEqualTo(new Work(0, 0));
  }

  private static Work of(TrainingProgram program, Op op) {
    return Work.of(program.step(), List.of(op), ROWS);
  }

  private static TrainingProgram program(boolean shuffled, Layer... layers) {
    return TrainingProgram.of(
        new Training(
            new Model(3, List.of(layers)),
            new Loss.Mse(),
            new Optimizer.Sgd(0.1, 0.9, false, 0),
            new Schedule.Constant(0),
            OptionalDouble.empty(),
            new Batches(20, 11, shuffled, 0),
            3));
  }
}
