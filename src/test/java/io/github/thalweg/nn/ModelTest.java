package io.github.thalweg.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.thalweg.InvalidInputException;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class ModelTest {
  @Test
  void parametersAreNamedAndLaidOutAsPyTorchDoes() {
    Model model =
        new Model(3, List.of(new Dense(5, false), Activation.TANH, new Dense(4), new Dense(2)));
    assertThat(model.parameters())
        .containsExactly(
            new Parameter("0.weight", List.of(5, 3), 3, 0),
            new Parameter("2.weight", List.of(4, 5), 5, 15),
            new Parameter("2.bias", List.of(4), 5, 35),
            new Parameter("3.weight", List.of(2, 4), 4, 39),
            new Parameter("3.bias", List.of(2), 4, 47));
    assertThat(model.parameterCount()).isEqualTo(49);
    assertThat(model.outputs()).isEqualTo(2);
  }

  @Test
  void chainsThatMakeNoModelAreRefused() {
    refused(() -> new Model(0, List.of(new Dense(1))), "at least 1 input; this one has 0.");
    refused(() -> new Model(1, List.of()), "at least one layer with parameters");
    refused(() -> new Model(1, List.of(Activation.RELU)), "at least one layer with parameters");
    refused(() -> new Dense(0), "at least 1 unit; this one has 0.");
    refused(
        () -> new Model(70_000, List.of(new Dense(70_000))),
        "Layer 0 (dense, 70000 → 70000) brings the model to 4900070000 parameters");
    refused(() -> new Loss.Huber(0), "loss.huber.delta must be a positive number; it is 0.");
  }

  private static void refused(ThrowingCallable call, String sentence) {
    assertThatThrownBy(call)
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(sentence);
  }
}
