package io.github.thalweg.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.github.thalweg.engine.Session;
import io.github.thalweg.recipe.RunFile;
import org.junit.jupiter.api.Test;

/** What stands beside the accuracy or the RMSE of a model. */
class QualityTest {
  @Test
  void mostFrequentClassIsNamedWithItsShare() {
    Quality quality = quality("[[2], [2], [2], [1], [2]]", 3, "cross_entropy", "[[0], [0], [1]]");

    assertThat(quality.sentence())
        .isEqualTo(
            "On the training rows: accuracy 60.00 % (always '2': 80.00 %). The model does no better than that.");
    assertThat(quality.toMap().get("baseline").toString()).isEqualTo("{class=2, accuracy=0.8}");
  }

  @Test
  void probabilitiesOfOneTargetHaveAClassOfTheirOwn() {
    Quality quality = quality("[[0], [1], [1], [1], [1]]", 1, "bce_with_logits", "[[1]]");

    assertThat(quality.sentence())
        .isEqualTo("On the training rows: accuracy 100.00 % (always '1': 80.00 %).");
  }

  @Test
  void probabilitiesOfSeveralTargetsAreAveraged() {
    Quality quality =
        quality("[[0, 0], [1, 0], [1, 0], [1, 1], [1, 1]]", 2, "bce_with_logits", "[[1], [1]]");

    assertThat(quality.besides()).contains("always the more frequent value: 70.00 %");
  }

  @Test
  void eachTargetOfARegressionHasItsOwnError() {
    Quality quality =
        quality("[[0, 10], [1, 10], [2, 10], [3, 10], [4, 60]]", 2, "mse", "[[1], [0]]");

    assertThat(quality.targets()).hasSize(2);
    assertThat(quality.targets().get(0).rmse()).isCloseTo(0, within(1e-6));
    assertThat(quality.targets().get(0).baseline().getAsDouble())
        .isCloseTo(Math.sqrt(2), within(1e-9));
    assertThat(quality.targets().get(1).rmse()).isCloseTo(Math.sqrt(800), within(1e-5));
    assertThat(quality.targets().get(1).baseline().getAsDouble()).isCloseTo(20, within(1e-9));
    assertThat(quality.evaluation().rmse().getAsDouble()).isCloseTo(20, within(1e-5));
    assertThat(quality.sentence())
        .isEqualTo(
            "On the training rows: RMSE 20 (always the mean: 14.1774), of all targets together. y1: RMSE 0 (always"
                + " the mean: 1.41421); y2: RMSE 28.2843 (always the mean: 20). The model does no better than that.");
  }

  /** The square of such a residual is beyond float32. */
  @Test
  void residualsThatFloat32HoldsHaveAnError() {
    Quality quality =
        quality(
            "[[0, 1e20], [1, 1e20], [2, 2e20], [3, 3e20], [4, 3e20]]", 2, "huber", "[[1], [0]]");

    assertThat(quality.evaluation().rmse().getAsDouble())
        .isCloseTo(Math.sqrt(24e40 / 10), withinPercentage(1e-4));
  }

  @Test
  void oneRowIsBesideNothing() {
    PreparedRun run = PreparedRun.of(RunFile.read("seed"));
    try (Session session = run.open("cpu")) {
      assertThat(Quality.atTheEnd(run, session).sentence())
          .startsWith("On the training rows: RMSE ")
          .contains("; y2: RMSE ")
          .doesNotContain("always", "no better");
    }
  }

  private static Quality quality(String targets, int outputs, String loss, String weights) {
    PreparedRun run =
        PreparedRun.of(
            RunFile.read(
                "seed",
                "data.features=[[0], [1], [2], [3], [4]]",
                "data.targets=" + targets,
                "model=[{dense: {units: " + outputs + ", bias: false}}]",
                "loss=" + loss,
                "init={0.weight: " + weights + "}"));
    try (Session session = run.open("cpu")) {
      return Quality.atTheEnd(run, session);
    }
  }
}
