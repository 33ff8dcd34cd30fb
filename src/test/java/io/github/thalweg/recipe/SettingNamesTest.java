package io.github.thalweg.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class SettingNamesTest {
  private final Map<String, String> names = SettingNames.withValues();

  @Test
  void settingsOfEveryChoiceAreNamed() {
    assertThat(names)
        .containsKeys(
            "batch",
            "epochs",
            "clip_norm",
            "model",
            "init",
            "loss",
            "loss.huber.delta",
            "optimizer.sgd.lr",
            "optimizer.adam.betas",
            "optimizer.adamw.weight_decay",
            "optimizer.rmsprop.centered",
            "schedule.constant.warmup_epochs",
            "schedule.step.gamma",
            "schedule.cosine.min_lr",
            "data.source",
            "data.features",
            "data.noise",
            "data.split.test",
            "data.standardize")
        .doesNotContainKeys("optimizer", "optimizer.sgd", "data", "schedule");
  }

  /** Those of data depend on their source; a schedule in steps must have their length. */
  @Test
  void recipeTakesEveryNameWithItsValue() {
    names.forEach((name, value) -> {
      if (!name.startsWith("data.")) {
        String first = name.startsWith("schedule.step.") ? "schedule.step.epochs=10" : "epochs=10";
        RunFile.read("digits", first, name + "=" + value);
      }
    });
  }
}
