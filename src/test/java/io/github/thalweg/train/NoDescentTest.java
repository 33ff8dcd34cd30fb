package io.github.thalweg.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.thalweg.recipe.RunFile;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NoDescentTest {
  /** 120 rows of three classes, of which a model that answers 0 has a loss of ln 3 = 1.0986. */
  private static final PreparedRun RANDOM = PreparedRun.of(RunFile.read("iris"));

  /** The same loss and data of one row, with a start that is written in the recipe. */
  private static final PreparedRun GIVEN = PreparedRun.of(RunFile.read("seed"));

  @Test
  void lossThatFellIsNoCauseForConcern() {
    assertThat(NoDescent.of(RANDOM, 1.2, 1.15, end(2, 1.05))).isEmpty();
    assertThat(NoDescent.of(RANDOM, 0.9, 1.0, end(2, 1.05))).isEmpty(); // An easy first batch.
    assertThat(NoDescent.of(GIVEN, 0.47, 0.47, end(2, 0.46))).isEmpty();
    assertThat(NoDescent.of(GIVEN, 0, 0, end(2, 0))).isEmpty();
  }

  @Test
  void lossThatStoodStillIsSaidWithThatOfItsFirstEpoch() {
    assertThat(NoDescent.of(RANDOM, 1.0986, 1.0981, end(9, 1.0979)))
        .contains(
            "It learned next to nothing: its train loss was 1.098 in its first epoch and is 1.098 in its last. Try a"
                + " larger learning rate; if that does not help, the features may say nothing about the targets.");
    assertThat(NoDescent.of(GIVEN, 0.47, 0.47, end(9, 0.4699)).orElseThrow())
        .endsWith("the start may already be the best.");
  }

  @Test
  void lossThatRoseIsSaidWithThatOfItsFirstStep() {
    assertThat(NoDescent.of(RANDOM, 1.1, 5, end(9, 3)).orElseThrow())
        .startsWith(
            "It learned nothing: its train loss rose to 3 in its last epoch, from 1.1 at its first step. Try a smaller");
    PreparedRun tuned =
        PreparedRun.of(
            RunFile.read(
                "iris",
                "model=[{dense: 3}]",
                "init={0.weight: [[1, 1, 1, 1], [1, 1, 1, 1], [1, 1, 1, 1]], 0.bias: [0, 0, 0]}"));
    assertThat(NoDescent.of(tuned, 0.01, 5, end(9, 0.2)).orElseThrow()).contains("rose to 0.2");
  }

  @Test
  void runOfWhichNothingWasToBeExpectedIsLeftInPeace() {
    assertThat(NoDescent.of(RANDOM, 1.1, 1.1, end(1, 1.2))).isEmpty();
    assertThat(NoDescent.of(RANDOM, 1.1, 1.1, end(4, 1.1))).isEmpty();
    assertThat(NoDescent.of(RANDOM, 1.1, 1.1, end(5, 1.1))).isPresent();
    assertThat(
            NoDescent.of(
                PreparedRun.of(RunFile.read("iris", "optimizer={sgd: {lr: 0}}")),
                1.1,
                1.1,
                end(5, 1.1)))
        .isEmpty();
  }

  @Test
  void limitThatLeavesNothingOfTheGradientIsNamed() {
    PreparedRun clipped =
        PreparedRun.of(
            RunFile.read("seed", "data.targets=[[300000, 200000]]", "clip_norm=1", "seed=3"));

    assertThat(NoDescent.of(clipped, 6.5e10, 6.5e10, end(9, 6.499e10, 612_345)))
        .get()
        .asString()
        .contains(
            "clip_norm: 1 leaves little of gradients that are 612,345 long, so every step is short; leave it out. If"
                + " the loss grows without it, try targets in larger units");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          adam: {eps: 1e-8}    | 1e-20 | true
          adamw: {eps: 1e-3}   | 1e-4  | true
          rmsprop: {eps: 1e-8} | 1e-9  | true
          adam: {eps: 1e-8}    | 1     | false
          adam: {eps: 0}       | 1e-20 | false
          rmsprop: {eps: 1e-8} | 1e-3  | false
          """)
  void limitBelowEpsIsNamedWhereStepsAreScaledByTheGradient(
      String optimizer, String limit, boolean named) {
    PreparedRun clipped =
        PreparedRun.of(RunFile.read("iris", "optimizer={" + optimizer + "}", "clip_norm=" + limit));

    String sentence = NoDescent.of(clipped, 1.1, 1.1, end(9, 1.1, 50)).orElseThrow();
    assertThat(sentence.contains("clip_norm: ")).isEqualTo(named);
    assertThat(sentence.contains("a larger learning rate")).isNotEqualTo(named);
  }

  private static EpochMetrics end(int epoch, double loss) {
    return end(epoch, loss, 0.5);
  }

  private static EpochMetrics end(int epoch, double loss, double gradientNorm) {
    return new EpochMetrics(
        epoch,
        epoch,
        loss,
        Optional.empty(),
        Optional.empty(),
        new EpochTimes(1, 0, 0, 0),
        1,
        0.1,
        gradientNorm,
        Optional.empty(),
        Optional.empty());
  }
}
