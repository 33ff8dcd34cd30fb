package io.github.thalweg.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Thalweg's own tests check the same values: both sides train on the same numbers. */
class WorkloadTest {
  @Test
  void hyperplaneHasTheValuesOfItsFormula() {
    Workload workload =
        new Workload(
            "some rows",
            Data.HYPERPLANE,
            12_346,
            List.of(64, 1),
            new Workload.Optimizer.Sgd(0.1f, 0),
            1);

    float[] features = workload.data().features(workload);
    float[] targets = workload.data().targets(workload);

    assertThat(features[0]).isEqualTo(-0.87443554f);
    assertThat(features[64 * 12_345 + 6]).isEqualTo(-0.9596828f);
    assertThat(targets[0]).isEqualTo(1.4080123f);
    assertThat(targets[12_345]).isEqualTo(-0.27054447f);
  }

  @Test
  void imagesHaveTheValuesOfTheirFormula() {
    float[] features = Data.IMAGES.features(Workload.SOFTMAX);
    float[] targets = Data.IMAGES.targets(Workload.SOFTMAX);

    assertThat(features).hasSize(468 * 128 * 784);
    assertThat(features[1]).isEqualTo(0.118884385f);
    assertThat(features[784 * 59_903 + 783]).isEqualTo(0.60258335f);
    assertThat(targets[59_903]).isEqualTo(3);
  }

  @Test
  void oneOutputLearnsTheTenthsOfItsClass() {
    Workload workload = Workload.of("5-1@3");

    assertThat(workload.regression()).isTrue();
    assertThat(workload.rows()).isEqualTo(9_999);
    assertThat(Data.IMAGES.targets(workload)[37]).isEqualTo(0.7f);
  }

  @Test
  void weightsStartAtTheValuesOfTheirFormulas() {
    assertThat(Data.weights(Workload.LINEAR_TINY, 0))
        .containsExactly(
            0.01f * 1, 0.01f * 2, 0.01f * 3, 0.01f * 4, 0.01f * 5, 0.01f * 6, 0.01f * 7, 0.01f * 8);
    assertThat(Data.weights(Workload.LINEAR_FULL, 0)).hasSize(64).containsOnly(0);
    assertThat(Data.weights(Workload.SOFTMAX, 0)[1]).isEqualTo(-0.021677082f);
    assertThat(Data.weights(Workload.MLP_WIDE, 2)).hasSize(10 * 1024).startsWith(-0.003161583f);
  }

  @Test
  void shapeDescendsAtOneOverItsWidest() {
    Workload workload = Workload.of("37-100-300-7@11");

    assertThat(workload.widths()).containsExactly(37, 100, 300, 7);
    assertThat(workload.batch()).isEqualTo(11);
    assertThat(workload.regression()).isFalse();
    assertThat(workload.optimizer()).isEqualTo(new Workload.Optimizer.Sgd((float) (1.0 / 300), 0));
    assertThat(workload.stepsPerEpoch()).isEqualTo(909);
  }

  @Test
  void firstLayerNeedsNoGradientOfItsInput() {
    // 3·7·5 forward, as many for the weights, and 7·5 in the update; then 3·5·2 three times, and
    // 5·2.
    assertThat(Workload.of("7-5-2@3").multiplyAdds())
        .isEqualTo(3 * 7 * 5 * 2 + 7 * 5 + 3 * 5 * 2 * 3 + 5 * 2);
  }
}
