package io.github.thalweg.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.thalweg.TestSeed;
import io.github.thalweg.check.Subject;
import io.github.thalweg.nn.Activation;
import io.github.thalweg.nn.Dense;
import io.github.thalweg.optim.Optimizer;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The averages of a weight that has no gradient any more fade to zero, on engines with float32, and
 * do not stay among the subnormal numbers, which make a processor slow.
 */
public abstract class FadedStateTest {
  /** The device under test. */
  protected abstract Device device();

  static Stream<Optimizer> rulesWithState() {
    return Stream.of(
        new Optimizer.Sgd(0.1, 0.9, false, 0),
        new Optimizer.Adam(0.1, 0.9, 0.999, 1e-8, 0, false),
        new Optimizer.RmsProp(0.1, 0.99, 1e-8, 0, 0.9, true));
  }

  @ParameterizedTest
  @MethodSource("rulesWithState")
  void noStateStaysSubnormal(Optimizer optimizer) {
    // Features that are all zero: the first layer's weights have no gradient.
    Subject subject =
        RandomTraining.of(13, 5, new Dense(37), Activation.TANH, new Dense(3))
            .optimizer(optimizer)
            .scale(0)
            .draw();
    try (Session session = device().open(subject.program())) {
      session.load(subject.data().train(), subject.data().test());
      session.parameters(subject.parameters());
      State state = session.state();
      Random random = TestSeed.random();
      double[] small = state.slots().doubles();
      Arrays.setAll(
          small, _ -> (float) random.nextDouble(Float.MIN_NORMAL, 1.1 * Float.MIN_NORMAL));
      session.state(new State(state.step(), state.parameters(), FlatVector.of(small)));
      session.train(200);
      assertThat(session.state().slots().doubles())
          .as("state")
          .matches(
              slots ->
                  Arrays.stream(slots).allMatch(s -> s == 0 || Math.abs(s) >= Float.MIN_NORMAL),
              "has no subnormal number");
    }
  }
}
