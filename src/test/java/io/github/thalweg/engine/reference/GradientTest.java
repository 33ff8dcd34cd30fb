package io.github.thalweg.engine.reference;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.thalweg.check.Finding;
import io.github.thalweg.check.GradientCheck;
import io.github.thalweg.engine.RandomTraining;
import io.github.thalweg.nn.Activation;
import io.github.thalweg.nn.Dense;
import io.github.thalweg.nn.Loss;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The chain rule as it was lowered, against difference quotients, for everything it goes through.
 */
class GradientTest {
  static Stream<Arguments> combinations() {
    return Stream.of(Activation.values())
        .flatMap(activation ->
            Stream.of(
                    new Loss.Mse(),
                    new Loss.Huber(0.5),
                    new Loss.BceWithLogits(),
                    new Loss.CrossEntropy())
                .map(loss -> Arguments.of(activation, loss)));
  }

  @ParameterizedTest
  @MethodSource("combinations")
  void isTheDerivativeOfTheLoss(Activation activation, Loss loss) {
    check(
        RandomTraining.of(
                7, 5, new Dense(13), activation, new Dense(7, false), activation, new Dense(3))
            .loss(loss));
    check(RandomTraining.of(13, 3, new Dense(7), new Dense(3), activation).loss(loss));
  }

  private static void check(RandomTraining training) {
    List<Finding> findings = GradientCheck.run(training.draw());
    assertThat(findings)
        .hasSize(training.program().training().model().parameters().size())
        .allMatch(Finding::within);
    assertThat(findings).anyMatch(finding -> finding.error() > 0);
  }
}
