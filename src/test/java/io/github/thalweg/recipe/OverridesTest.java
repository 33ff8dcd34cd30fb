package io.github.thalweg.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.thalweg.InvalidInputException;
import io.github.thalweg.nn.Activation;
import io.github.thalweg.nn.Dense;
import io.github.thalweg.nn.Loss;
import io.github.thalweg.optim.Optimizer;
import io.github.thalweg.optim.Schedule;
import java.util.List;
import org.junit.jupiter.api.Test;

class OverridesTest {
  @Test
  void settingIsReplacedAndItsNeighboursStay() {
    assertThat(digits("optimizer.sgd.lr=0.01").optimizer())
        .isEqualTo(new Optimizer.Sgd(0.01, 0.9, false, 0));
    assertThat(digits("optimizer.sgd.lr=1e-3", "optimizer.sgd.nesterov=true").optimizer())
        .isEqualTo(new Optimizer.Sgd(0.001, 0.9, true, 0));
  }

  @Test
  void namingAnotherChoiceReplacesTheOneThatWas() {
    assertThat(digits("optimizer.adam.lr=0.01", "optimizer.adam.eps=1e-6").optimizer())
        .isEqualTo(new Optimizer.Adam(0.01, 0.9, 0.999, 1e-6, 0, false));
    assertThat(digits("optimizer=rmsprop").optimizer())
        .isEqualTo(new Optimizer.RmsProp(0.01, 0.99, 1e-8, 0, 0, false));
    assertThat(digits("loss.huber.delta=2").loss()).isEqualTo(new Loss.Huber(2));
    assertThat(digits("schedule.step.epochs=2", "schedule.cosine.min_lr=0.1").schedule())
        .isEqualTo(new Schedule.Cosine(0.1, 0));
  }

  @Test
  void blockThatWasNotThereIsMade() {
    assertThat(digits("data.split.test=0.5").data().split().orElseThrow().testFraction())
        .isEqualTo(0.5);
    assertThat(digits("clip_norm=0.25").clipNorm()).hasValue(0.25);
  }

  @Test
  void layerIsReplacedByItsIndex() {
    assertThat(digits("model.0.dense=32", "model.1=gelu").layers())
        .containsExactly(new Dense(32), Activation.GELU, new Dense(10));
    assertThat(digits("model.0.dense.units=5", "model.0.dense.bias=false").layers())
        .startsWith(new Dense(5, false));
  }

  @Test
  void initKeyHasADotOfItsOwn() {
    Recipe seed = RunFile.read("seed", List.of("init.0.bias=[3, 4]", "data.features.0.2=9"));

    Start.Values start = (Start.Values) seed.start();
    assertThat(start.parameters()).containsOnlyKeys("0.weight", "0.bias");
    assertThat(start.parameters().get("0.bias").elements()).containsExactly(3, 4);
    assertThat(start.parameters().get("0.weight").elements()).hasSize(8);
    assertThat(((Source.Inline) seed.data().source()).features())
        .isDeepEqualTo(new double[][] {{0.8, 0.4, 9, 0.2}});
  }

  @Test
  void lastOfSeveralCounts() {
    assertThat(digits("epochs=3", "epochs=4").epochs()).isEqualTo(4);
    assertThat(digits("batch = full").batch()).isEmpty();
  }

  @Test
  void valueIsYaml() {
    assertThat(digits("model=[{dense: 3}, tanh, {dense: {units: 10, bias: false}}]").layers())
        .containsExactly(new Dense(3), Activation.TANH, new Dense(10, false));
    assertThat(digits("name=a=b").name()).isEqualTo("a=b");
  }

  @Test
  void whatIsNoListAndNoBlockCannotBeGoneInto() {
    assertThatThrownBy(() -> digits("model.1.slope=0.1"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("model.1 is \"relu\", which has no settings inside");
    assertThatThrownBy(() -> digits("model.3=relu"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("'3' must be an index from 0 to 2");
  }

  private static Recipe digits(String... assignments) {
    return RunFile.read("digits", List.of(assignments));
  }
}
