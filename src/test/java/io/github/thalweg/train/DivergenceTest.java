package io.github.thalweg.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.thalweg.TestSeed;
import io.github.thalweg.recipe.RunFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DivergenceTest {
  /** Targets 3 and 4; what answers 0 has a loss of 12.5, ln 3, ln 2, or ½·(1·2.5 + 1·3.5). */
  @ParameterizedTest
  @CsvSource({
    "seed, mse, 12.5",
    "iris, cross_entropy, 1.0986122886681098",
    "seed, bce_with_logits, 0.6931471805599453",
    "seed, '{huber: {delta: 1}}', 3",
  })
  void lossIsHeldAgainstThatOfAnsweringZero(String recipe, String loss, double ofZero) {
    PreparedRun run =
        recipe.equals("seed")
            ? run(
                "data.targets=" + (loss.startsWith("bce") ? "[[0,1]]" : "[[3,4]]"), "loss=" + loss)
            : PreparedRun.of(RunFile.read(recipe));
    double lucky = TestSeed.random().nextDouble(1e-9, 0.5 * ofZero);

    assertThat(Divergence.of(run, lucky, 9.99 * ofZero)).isEmpty();
    assertThat(Divergence.of(run, lucky, 10.01 * ofZero)).isPresent();
  }

  @Test
  void lossThatFellFromAFarLargerOneHasNotDiverged() {
    PreparedRun run = run("data.targets=[[3,4]]");
    double large = TestSeed.random().nextDouble(1e4, 1e6);

    assertThat(Divergence.of(run, large, 9.99 * large)).isEmpty();
    assertThat(Divergence.of(run, large, 10.01 * large).orElseThrow())
        .startsWith("It diverged: the train loss of its last epoch is ")
        .endsWith(" Try a smaller learning rate (a tenth, a hundredth …).");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "seed | seed=1        | Try a smaller learning rate (a tenth, a hundredth …).",
        "seed | optimizer={adam: {lr: 0.1, eps: 0}} | Try optimizer.adam.eps: 1e-8 (with 0, a weight with gradients of "
            + "0 becomes 0/0); if that is not enough, a smaller learning rate (a tenth, a hundredth …).",
        "seed | optimizer={adamw: {lr: 0.1, eps: 1e-60}} | Try optimizer.adamw.eps: 1e-8 (with 1e-60, a weight with "
            + "gradients of 0 becomes 0/0); if that is not enough, a smaller learning rate (a tenth, a hundredth …).",
        "seed | optimizer={rmsprop: {lr: 0.1, eps: 0}} | Try optimizer.rmsprop.eps: 1e-8 (with 0, a weight with gradients "
            + "of 0 becomes 0/0); if that is not enough, a smaller learning rate (a tenth, a hundredth …).",
        "iris | clip_norm=0.5 | Try a smaller learning rate (a tenth, a hundredth …).",
        "seed | data.features=[[1, -3, 1, 1]] | Try data.standardize: true or a smaller learning rate (a tenth, a hundredth …).",
        "seed | data={source: inline, features: [[9, 1, 1, 1], [8, 1, 1, 1]], targets: [[1, 0], [0, 1]], standardize: true} "
            + "| Try a smaller learning rate (a tenth, a hundredth …).",
        "seed | data.targets=[[3, -312000]] | Try targets in larger units, nearer to 1 (they are about 300,000) "
            + "or a smaller learning rate (a tenth, a hundredth …).",
      })
  void remedyLeavesOutWhatTheRunDoesAlready(String recipe, String assignment, String remedy) {
    assertThat(Divergence.remedy(PreparedRun.of(RunFile.read(recipe, assignment))))
        .isEqualTo(remedy);
  }

  private static PreparedRun run(String... assignments) {
    return PreparedRun.of(RunFile.read("seed", assignments));
  }
}
