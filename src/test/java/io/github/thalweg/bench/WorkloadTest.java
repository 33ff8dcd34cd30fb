package io.github.thalweg.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.thalweg.InvalidInputException;
import io.github.thalweg.data.Dataset;
import io.github.thalweg.nn.Parameter;
import org.junit.jupiter.api.Test;

/** The expected values were printed by another implementation of the formulas. */
class WorkloadTest {
  @Test
  void hashHasTheValuesOfItsFormula() {
    assertThat(SyntheticData.u(0)).isEqualTo(0.06278223f);
    assertThat(SyntheticData.u(1)).isEqualTo(0.22736824f);
    assertThat(SyntheticData.u(63)).isEqualTo(0.90997833f);
    assertThat(SyntheticData.u(63_999_999)).isEqualTo(0.36395073f);
    assertThat(SyntheticData.u((1L << 48) + 784 * 9 + 783)).isEqualTo(0.90925103f);
    assertThat(SyntheticData.u(1L << 50)).isEqualTo(0.012205005f);
  }

  @Test
  void hyperplaneHasTheValuesOfItsFormula() {
    Dataset data = new SyntheticData.Hyperplane().dataset(12_346);

    assertThat(data.features().get(0)).isEqualTo(-0.87443554f);
    assertThat(data.features().get(1)).isEqualTo(-0.5452635f);
    assertThat(data.features().get(64 * 12_345 + 6)).isEqualTo(-0.9596828f);
    assertThat(data.targets().get(0)).isEqualTo(1.4080123f);
    assertThat(data.targets().get(1)).isEqualTo(1.2825537f);
    assertThat(data.targets().get(12_345)).isEqualTo(-0.27054447f);
  }

  @Test
  void imagesHaveTheValuesOfTheirFormula() {
    Dataset data = Workloads.SOFTMAX.dataset();

    assertThat(data.rows()).isEqualTo(468 * 128);
    assertThat(data.features().get(0)).isEqualTo(0.113553405f);
    assertThat(data.features().get(1)).isEqualTo(0.118884385f);
    assertThat(data.features().get(784 * 123 + 45)).isEqualTo(0.7751676f);
    assertThat(data.features().get(784 * 59_903 + 783)).isEqualTo(0.60258335f);
    assertThat(data.targets().get(123)).isEqualTo(3);
    assertThat(data.targets().get(59_903)).isEqualTo(3);
  }

  @Test
  void rowsThatDoNotFillABatchAreLeftOut() {
    assertThat(Workloads.LINEAR_FULL.training().batches().rows()).isEqualTo(1_000_000);
    assertThat(Workloads.LINEAR_MINIBATCH.training().batches().rows()).isEqualTo(976 * 1024);
    assertThat(Workloads.MLP_SMALL.training().batches().stepsPerEpoch()).isEqualTo(468);
    assertThat(Workloads.MLP_WIDE.training().batches().rows()).isEqualTo(234 * 256);
  }

  @Test
  void parametersStartAtTheValuesOfTheirFormulas() {
    assertThat(Workloads.LINEAR_TINY.initialParameters())
        .containsExactly(
            0.01f * 1, 0.01f * 2, 0.01f * 3, 0.01f * 4, 0.01f * 5, 0.01f * 6, 0.01f * 7, 0.01f * 8,
            0, 0);
    assertThat(Workloads.LINEAR_FULL.initialParameters()).hasSize(65).containsOnly(0);
    assertLayer(Workloads.SOFTMAX, "0.weight", 0.028829494f, -0.021677082f, -0.029837469f);
    assertLayer(Workloads.MLP_SMALL, "0.weight", 0.03155853f, -0.0062721884f, -0.029293569f);
    assertLayer(Workloads.MLP_SMALL, "2.weight", 0.01535121f, 0.086768694f, 0.041725505f);
    assertLayer(Workloads.MLP_WIDE, "0.weight", -0.015508231f, 0.03319761f, 0.024359329f);
    assertLayer(Workloads.MLP_WIDE, "2.weight", -0.016461886f, -0.02645909f, 0.027367491f);
    assertLayer(Workloads.MLP_WIDE, "4.weight", -0.003161583f, 0.006568309f, 0.030958697f);
    assertLayer(Workloads.MLP_WIDE, "2.bias", 0, 0, 0);
  }

  private static void assertLayer(
      Workload workload, String name, float first, float second, float last) {
    float[] theta = workload.initialParameters();
    Parameter parameter =
        workload.training().model().parameters().stream()
            .filter(candidate -> candidate.name().equals(name))
            .findFirst()
            .orElseThrow();
    assertThat(theta[parameter.offset()]).isEqualTo(first);
    assertThat(theta[parameter.offset() + 1]).isEqualTo(second);
    assertThat(theta[parameter.offset() + parameter.size() - 1]).isEqualTo(last);
  }

  @Test
  void workOfAStepIsCountedByTheStatedFormulas() {
    assertThat(Workloads.MLP_WIDE.training().model().parameterCount()).isEqualTo(1_863_690);
    assertThat(Workloads.LINEAR_FULL.bytesPerStep()).isEqualTo(256e6);
    assertThat(Workloads.SOFTMAX.bytesPerStep()).isEqualTo(4.0 * 128 * 784);
  }

  @Test
  void neededWorkLeavesOutTheGradientOfTheFirstLayersInput() {
    // Two layers: 784 · 128 + 128 of 101,770 parameters are the first one's.
    assertThat(Workloads.MLP_SMALL.neededFlopPerStep())
        .isEqualTo((6.0 * 101_770 - 2.0 * (784 * 128 + 128)) * 128);
    assertThat(Workloads.SOFTMAX.neededFlopPerStep()).isEqualTo(4.0 * 7850 * 128);
    // Of 10 parameters on one row of 4 features.
    assertThat(Workloads.LINEAR_TINY.neededFlopPerStep()).isEqualTo(40);
    assertThat(Workloads.LINEAR_TINY.bytesPerStep()).isEqualTo(16);
  }

  @Test
  void largerSizeHasMoreRowsInAStepAndNoFewerInAll() {
    Workload large = Workloads.LINEAR_MINIBATCH.scaled(4);
    Workload full = Workloads.LINEAR_FULL.scaled(0.25);

    assertThat(large.key()).isEqualTo("linear-minibatch");
    assertThat(large.batch()).isEqualTo(4096);
    assertThat(large.training().batches().rows()).isEqualTo(1_000_000 / 4096 * 4096);
    assertThat(large.neededFlopPerStep())
        .isEqualTo(4 * Workloads.LINEAR_MINIBATCH.neededFlopPerStep());
    assertThat(full.batch()).isEqualTo(250_000);
    assertThat(full.training().batches().rows()).isEqualTo(250_000);
    assertThat(Workloads.MLP_WIDE.scaled(4).checkedSteps()).isEqualTo(2);
    assertThat(Workloads.MLP_WIDE.scaled(0.25).checkedSteps()).isEqualTo(3);
    assertThat(Workloads.of("13-5@7").scaled(3).batch()).isEqualTo(21);
  }

  @Test
  void oneExampleHasNoOtherSize() {
    assertThat(Workloads.LINEAR_TINY.scaled(4)).isSameAs(Workloads.LINEAR_TINY);
    assertThat(Workloads.SOFTMAX.scaled(1)).isSameAs(Workloads.SOFTMAX);
  }

  @Test
  void sizeThatNoArrayHoldsIsRefused() {
    assertThatThrownBy(() -> Workloads.LINEAR_FULL.scaled(34))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("linear-full at 34.0 times its size");
  }

  @Test
  void unknownNameIsAnsweredWithTheNearest() {
    assertThat(Workloads.of("mlp-wide")).isSameAs(Workloads.MLP_WIDE);
    assertThatThrownBy(() -> Workloads.of("mlp-wild"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("'mlp-wild' is not a workload. Did you mean 'mlp-wide'?")
        .hasMessageEndingWith("mlp-wide, time-to-quality.");
  }
}
