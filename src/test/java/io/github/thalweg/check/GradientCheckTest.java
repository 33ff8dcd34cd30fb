package io.github.thalweg.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.github.thalweg.engine.RandomTraining;
import io.github.thalweg.nn.Activation;
import io.github.thalweg.nn.Dense;
import org.junit.jupiter.api.Test;

class GradientCheckTest {
  @Test
  void smallTensorsAreCheckedWholeAndLargeOnesBySample() {
    assertThat(GradientCheck.run(RandomTraining.of(3, 7, new Dense(64), new Dense(1)).draw()))
        .extracting(Finding::tensor, finding -> finding.note().split(" elements", 2)[0])
        .containsExactly(
            tuple("d0.weight", "64 of 448"),
            tuple("d0.bias", "64 of 64"),
            tuple("d1.weight", "64 of 64"),
            tuple("d1.bias", "1 of 1"));
  }

  @Test
  void clippingIsLeftOut() {
    RandomTraining training = RandomTraining.of(3, 7, new Dense(3));
    assertThat(GradientCheck.run(training.clipNorm(1e-3).draw()))
        .isEqualTo(GradientCheck.run(training.draw()));
  }

  /** From zero weights every relu stands at its bend, and a step of a bias goes to both sides. */
  @Test
  void parametersWithoutADerivativeAreCounted() {
    Subject drawn = RandomTraining.of(5, 2, new Dense(3), Activation.RELU, new Dense(1)).draw();
    Subject zero = new Subject(drawn.program(), drawn.data(), new float[drawn.parameters().length]);
    assertThat(GradientCheck.run(zero))
        .allMatch(Finding::within)
        .extracting(Finding::note)
        .anyMatch(
            note -> note.startsWith("3 of 3 elements, 3 at a bend of an activation left out"));
  }
}
