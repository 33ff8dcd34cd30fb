package io.github.thalweg.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.thalweg.check.Subject;
import io.github.thalweg.nn.Activation;
import io.github.thalweg.nn.Dense;
import io.github.thalweg.optim.Optimizer;
import java.util.Arrays;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * One and ten steps of every update rule against PyTorch's formulas, written down here a second
 * time, over learning rate, momentum and decay. The formulas are fed the gradients that the device
 * found.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class UpdateRulesTest {
  /** The device under test. */
  protected abstract Device device();

  /** What ten steps may be off by, relative to the largest parameter. */
  protected abstract double tolerance();

  protected Stream<Optimizer> grid() {
    return DoubleStream.of(1e-3, 0.1)
        .boxed()
        .flatMap(lr ->
            DoubleStream.of(0, 0.02)
                .boxed()
                .flatMap(decay ->
                    DoubleStream.of(0, 0.5, 0.9)
                        .boxed()
                        .flatMap(momentum -> rules(lr, momentum, decay))));
  }

  private static Stream<Optimizer> rules(double lr, double momentum, double decay) {
    Stream<Optimizer> all =
        Stream.of(
            new Optimizer.Sgd(lr, momentum, false, decay),
            new Optimizer.RmsProp(lr, 0.99, 1e-8, decay, momentum, false),
            new Optimizer.RmsProp(lr, 0.9, 1e-6, decay, momentum, true));
    return momentum == 0
        ? all
        : Stream.concat(
            all,
            Stream.of(
                new Optimizer.Sgd(lr, momentum, true, decay),
                new Optimizer.Adam(lr, momentum, 0.999, 1e-8, decay, false),
                new Optimizer.Adam(lr, momentum, 0.95, 1e-8, decay, true)));
  }

  @ParameterizedTest
  @MethodSource("grid")
  void oneAndTenStepsFollowTheFormula(Optimizer optimizer) {
    Subject subject =
        RandomTraining.of(13, 5, new Dense(7), Activation.TANH, new Dense(3))
            .optimizer(optimizer)
            .draw();
    try (Session session = device().open(subject.program())) {
      session.load(subject.data().train(), subject.data().test());
      session.parameters(subject.parameters());
      TorchRules formula = new TorchRules(session.state().parameters().doubles());
      for (int step = 1; step <= 10; step++) {
        session.train(1);
        formula.step(optimizer, session.read(subject.program().parameterUpdate().gradient()), step);
        if (step == 1 || step == 10) {
          compare(
              session.state().parameters().doubles(), formula.theta, optimizer + ", step " + step);
        }
      }
    }
  }

  private void compare(double[] actual, double[] expected, String what) {
    double scale = Arrays.stream(expected).map(Math::abs).max().orElseThrow();
    for (int i = 0; i < expected.length; i++) {
      assertThat(actual[i])
          .as(what + ", parameter " + i)
          .isCloseTo(expected[i], within(tolerance() * scale));
    }
  }
}
