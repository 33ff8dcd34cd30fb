package io.github.thalweg.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.thalweg.InvalidInputException;
import io.github.thalweg.text.Numbers;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class OptimizerTest {
  @Test
  void slotsCountTheVectorsOfState() {
    assertThat(new Optimizer.Sgd(0.1, 0, false, 0).slots()).isZero();
    assertThat(new Optimizer.Sgd(0.1, 0.9, true, 0).slots()).isEqualTo(1);
    assertThat(new Optimizer.Adam(0.1, 0.9, 0.999, 1e-8, 0, true).slots()).isEqualTo(2);
    assertThat(new Optimizer.RmsProp(0.1, 0.99, 1e-8, 0, 0, false).slots()).isEqualTo(1);
    assertThat(new Optimizer.RmsProp(0.1, 0.99, 1e-8, 0, 0.9, false).slots()).isEqualTo(2);
    assertThat(new Optimizer.RmsProp(0.1, 0.99, 1e-8, 0, 0.9, true).slots()).isEqualTo(3);
  }

  @Test
  void adamCorrectsItsFirstAverages() {
    Coefficients third = new Optimizer.Adam(0.1, 0.9, 0.999, 1e-8, 0, false).coefficients(0.05, 3);
    assertThat(third.learningRate()).isEqualTo(0.05);
    assertThat(third.correction1()).isCloseTo(0.271, within(1e-12));
    assertThat(third.correction2()).isCloseTo(Math.sqrt(0.002997001), within(1e-12));
  }

  @Test
  void settingsOutOfRangeAreNamed() {
    refused(
        () -> new Optimizer.Sgd(-0.1, 0, false, 0),
        "optimizer.sgd.lr must be a number of at least 0; it is -0.1.");
    refused(() -> new Optimizer.Sgd(Double.NaN, 0, false, 0), "optimizer.sgd.lr");
    for (double momentum : new double[] {-0.1, 1, 7, Double.NaN}) {
      refused(
          () -> new Optimizer.Sgd(0.1, momentum, false, 0),
          "optimizer.sgd.momentum must be at least 0 and below 1; it is "
              + Numbers.setting(momentum)
              + ".");
      refused(
          () -> new Optimizer.RmsProp(0.1, 0.9, 0, 0, momentum, false),
          "optimizer.rmsprop.momentum must be at least 0 and below 1; it is "
              + Numbers.setting(momentum)
              + ".");
      refused(
          () -> new Optimizer.RmsProp(0.1, momentum, 0, 0, 0, false),
          "optimizer.rmsprop.alpha must be at least 0 and below 1; it is "
              + Numbers.setting(momentum)
              + ".");
    }
    refused(() -> new Optimizer.Sgd(0.1, 0, false, -1), "optimizer.sgd.weight_decay");
    refused(
        () -> new Optimizer.Sgd(0.1, 0, true, 0),
        "optimizer.sgd.nesterov needs a momentum above 0");
    refused(
        () -> new Optimizer.Adam(0.1, 1, 0.9, 0, 0, false),
        "optimizer.adam.betas[0] must be at least 0 and below 1; it is 1.");
    refused(() -> new Optimizer.Adam(0.1, 0.9, -0.1, 0, 0, true), "optimizer.adamw.betas[1]");
    refused(() -> new Optimizer.Adam(0.1, 0.9, 0.9, -1, 0, true), "optimizer.adamw.eps");
    refused(
        () -> new Optimizer.Adam(Double.POSITIVE_INFINITY, 0.9, 0.9, 0, 0, true),
        "optimizer.adamw.lr");
  }

  private static void refused(ThrowingCallable call, String sentence) {
    assertThatThrownBy(call)
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(sentence);
  }
}
