package io.github.thalweg.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.thalweg.InvalidInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StandardizationTest {
  @Test
  void meanAndPopulationDeviationOfEveryFeature() {
    Standardization fitted = Standardization.fit(data(2, 2, 10, 4, 20, 4, 30, 6, 20));
    assertThat(fitted.mean()).containsExactly(4, 20);
    assertThat(fitted.scale()[0]).isEqualTo(Math.sqrt(2));
    assertThat(fitted.scale()[1]).isEqualTo(Math.sqrt(50));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 13, 207, 4098})
  void whatItWasFittedOnGetsMeanZeroAndDeviationOne(int rows) {
    float[] features = new float[3 * rows];
    for (int i = 0; i < features.length; i++) {
      features[i] = 1000 + (i * 37 % 101) * (i % 3 + 1);
    }
    Dataset train = data(3, features);
    Dataset standardized = Standardization.fit(train).apply(train);
    Standardization again = Standardization.fit(standardized);
    for (int column = 0; column < 3; column++) {
      assertThat(again.mean()[column]).isCloseTo(0, within(1e-6));
      assertThat(again.scale()[column]).isCloseTo(1, within(1e-6));
    }
    assertThat(standardized.targets()).isSameAs(train.targets());
  }

  @Test
  void theTestPartIsScaledByTheTrainingPartOnly() {
    Dataset train = data(1, 0, 2);
    Standardization fitted = Standardization.fit(train);
    assertThat(fitted.apply(data(1, 100, -1)).features()).containsExactly(99, -2);
    assertThat(train.features()).containsExactly(0, 2);
  }

  @ParameterizedTest
  @ValueSource(floats = {0, 0.1f, -1e30f, 16777217f, Float.MIN_VALUE})
  void constantFeaturesAreOnlyShifted(float constant) {
    Dataset train = data(1, constant, constant, constant, constant, constant, constant, constant);
    Standardization fitted = Standardization.fit(train);
    assertThat(fitted.scale()).containsExactly(1);
    assertThat(fitted.apply(train).features()).containsOnly(0);
  }

  @Test
  void largeMeansDoNotDrownSmallDeviations() {
    Standardization fitted = Standardization.fit(data(1, 4_000_000.25f, 4_000_000.75f));
    assertThat(fitted.scale()[0]).isEqualTo(0.25f);
  }

  @Test
  void rowsOfAnotherWidthAreRejected() {
    Standardization fitted = Standardization.fit(data(2, 1, 2, 3, 4));
    assertThatThrownBy(() -> fitted.apply(data(4, 1, 2, 3, 4)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContainingAll("2 features", "of 4");
  }

  private static Dataset data(int columns, float... features) {
    int rows = features.length / columns;
    return new Dataset(rows, columns, features, 1, new float[rows], new Task.Regression());
  }
}
