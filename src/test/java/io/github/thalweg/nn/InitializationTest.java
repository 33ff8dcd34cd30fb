package io.github.thalweg.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class InitializationTest {
  private static final Model MODEL =
      new Model(400, List.of(new Dense(300), Activation.RELU, new Dense(50)));

  @Test
  void weightsAndBiasesAreUniformWithinOneOverTheRootOfFanIn() {
    float[] theta = Initialization.uniform(MODEL, 3);
    for (Parameter parameter : MODEL.parameters()) {
      double bound = 1 / Math.sqrt(parameter.fanIn());
      double[] values =
          IntStream.range(0, parameter.size())
              .mapToDouble(k -> theta[parameter.offset() + k] / bound)
              .toArray();
      double mean = Arrays.stream(values).average().orElseThrow();
      double square = Arrays.stream(values).map(v -> v * v).average().orElseThrow();
      double spread = 4 / Math.sqrt(values.length);

      double largest = Arrays.stream(values).map(Math::abs).max().orElseThrow();
      assertThat(largest).as(parameter.name()).isBetween(0.9, 1 + 1e-7);
      assertThat(mean).as(parameter.name()).isCloseTo(0, within(spread / Math.sqrt(3)));
      assertThat(square).as(parameter.name()).isCloseTo(1.0 / 3, within(0.3 * spread));
    }
  }

  @Test
  void seedsRepeatAndDiffer() {
    assertThat(Initialization.uniform(MODEL, 1)).isEqualTo(Initialization.uniform(MODEL, 1));
    assertThat(Initialization.uniform(MODEL, 1)).isNotEqualTo(Initialization.uniform(MODEL, 2));
  }

  @Test
  void aLayersStartDoesNotDependOnTheSizesBeforeIt() {
    Model narrower = new Model(7, List.of(new Dense(300), Activation.RELU, new Dense(50)));
    float[] wide = Initialization.uniform(MODEL, 1);
    float[] narrow = Initialization.uniform(narrower, 1);
    int tail = 50 * 301;
    for (int k = 1; k <= tail; k++) {
      assertThat(narrow[narrow.length - k]).isEqualTo(wide[wide.length - k]);
    }
  }
}
