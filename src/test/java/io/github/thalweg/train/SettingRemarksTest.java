package io.github.thalweg.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.thalweg.recipe.RunFile;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Settings that the rows do not go with are said to be so before a training. */
class SettingRemarksTest {
  @Test
  void batchOfMoreRowsThanThereAreIsSaid() {
    assertThat(remarks("iris", "batch=100000"))
        .containsExactly(
            "batch is 100,000, and there are 120 rows to train on; every step takes all of them, as with batch: full.");
    assertThat(remarks("iris", "batch=120")).isEmpty();
    assertThat(remarks("iris", "batch=full")).isEmpty();
    // The default, which nobody has asked for.
    assertThat(remarks("seed", "batch=32")).isEmpty();
  }

  @Test
  void testPartOfLessThanARowIsSaid() {
    assertThat(remarks("iris", "data.split.test=0.001"))
        .containsExactly(
            "data.split.test: 0.001 of 150 rows would leave the test part empty; it has one row.");
    assertThat(remarks("iris", "data.split.test=0.999", "batch=full"))
        .singleElement()
        .asString()
        .contains("would leave the training part empty");
  }

  @Test
  void scheduleThatRaisesTheRateIsSaid() {
    assertThat(remarks("iris", "optimizer.adam.lr=0.01", "schedule.cosine.min_lr=5"))
        .containsExactly(
            "schedule.cosine.min_lr is 5, above the learning rate of 0.01, so the rate rises.");
    assertThat(remarks("iris", "schedule={step: {epochs: 2, gamma: 1.5}}"))
        .containsExactly("schedule.step.gamma is 1.5, above 1, so the learning rate rises.");
    assertThat(remarks("iris", "optimizer.adam.lr=0.01", "schedule.cosine.min_lr=0.01")).isEmpty();
    assertThat(remarks("iris", "schedule={step: {epochs: 2, gamma: 1}}")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "cross_entropy   | relu    | [[0], [1]]   | applies its own softmax",
        "bce_with_logits | sigmoid | [[0], [1]]   | applies its own sigmoid",
        "mse             | relu    | [[1], [-2]]  | never reaches a target such as -2",
        "huber           | sigmoid | [[0.5], [3]] | never reaches a target such as 3",
        "mse             | tanh    | [[0], [1.5]] | never reaches a target such as 1.5"
      })
  void activationBehindWhichTargetsCannotBeHadIsSaid(
      String loss, String activation, String targets, String said) {
    assertThat(ending(loss, activation, targets)).singleElement().asString().contains(said);
  }

  @ParameterizedTest
  @ValueSource(strings = {"relu", "sigmoid", "tanh", "gelu"})
  void activationThatReachesTheTargetsIsNotRemarkedOn(String activation) {
    assertThat(ending("mse", activation, "[[0.25], [1]]")).isEmpty();
  }

  private static List<String> ending(String loss, String activation, String targets) {
    int outputs = loss.equals("cross_entropy") ? 2 : 1;
    return remarks(
        "seed",
        "init=random",
        "data.features=[[1], [2]]",
        "data.targets=" + targets,
        "model=[{dense: " + outputs + "}, " + activation + "]",
        "loss=" + loss);
  }

  private static List<String> remarks(String recipe, String... settings) {
    return SettingRemarks.of(PreparedRun.of(RunFile.read(recipe, settings)));
  }
}
