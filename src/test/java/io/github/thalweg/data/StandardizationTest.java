package io.github.thalweg.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.thalweg.InvalidInputException;
import java.util.Arrays;
import java.util.List;
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
    assertThat(Floats.of(fitted.apply(data(1, 100, -1)).features())).containsExactly(99, -2);
    assertThat(Floats.of(train.features())).containsExactly(0, 2);
  }

  @ParameterizedTest
  @ValueSource(floats = {0, 0.1f, -1e30f, 16777217f, Float.MIN_VALUE})
  void constantFeaturesAreOnlyShifted(float constant) {
    Dataset train = data(1, constant, constant, constant, constant, constant, constant, constant);
    Standardization fitted = Standardization.fit(train);
    assertThat(fitted.scale()).containsExactly(1);
    assertThat(Floats.of(fitted.apply(train).features())).containsOnly(0);
  }

  @Test
  void largeMeansDoNotDrownSmallDeviations() {
    Standardization fitted = Standardization.fit(data(1, 4_000_000.25f, 4_000_000.75f));
    assertThat(fitted.scale()[0]).isEqualTo(0.25f);
  }

  @Test
  void timesInSecondsSince1970AreScaledInFloat64() {
    double[] seconds = new double[720];
    for (int i = 0; i < seconds.length; i++) {
      seconds[i] = 1_772_366_400 + i;
    }
    Dataset train = float64(seconds);
    Standardization fitted = Standardization.fit(train);
    assertThat(fitted.mean()[0]).isEqualTo(1_772_366_759.5);
    assertThat(fitted.scale()[0]).isCloseTo(Math.sqrt((720.0 * 720 - 1) / 12), within(1e-10));
    Dataset standardized = fitted.apply(train);
    for (int i = 0; i < seconds.length; i++) {
      assertThat(standardized.feature(i, 0))
          .isCloseTo((i - 359.5) / fitted.scale()[0], within(1e-15));
      assertThat(standardized.features().get(i)).isEqualTo((float) standardized.feature(i, 0));
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e300, 1e-300, 3e-200, 1e153})
  void numbersWhoseSquaresAreBeyondFloat64AreScaledAllTheSame(double size) {
    Dataset train = float64(0, size, 0, size);
    Dataset standardized = Standardization.fit(train).apply(train);
    assertThat(Floats.of(standardized.features())).containsExactly(-1, 1, -1, 1);
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e308, 1.5e308, Double.MAX_VALUE})
  void numbersWhoseSumOrDifferenceIsBeyondFloat64AreScaledAllTheSame(double size) {
    Dataset apart = float64(-size, size, -size, size);
    Standardization fitted = Standardization.fit(apart);
    assertThat(fitted.mean()).containsExactly(0);
    assertThat(fitted.scale()).containsExactly(size);
    assertThat(Floats.of(fitted.apply(apart).features())).containsExactly(-1, 1, -1, 1);
    Dataset oneSided = float64(size, size / 2, size, size / 2);
    assertThat(Floats.of(Standardization.fit(oneSided).apply(oneSided).features()))
        .containsExactly(1, -1, 1, -1);
    Dataset oneLow = float64(size, size, size, -size); // mean size / 2, deviation size · √3 / 2
    assertThat(Standardization.fit(oneLow).apply(oneLow).feature(3, 0))
        .isCloseTo(-Math.sqrt(3), within(1e-15));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.1, 1_772_366_400.3, -1e-300, 1e300, 1.7e308})
  void constantsOfFloat64AreOnlyShifted(double constant) {
    double[] numbers = new double[997];
    Arrays.fill(numbers, constant);
    Dataset train = float64(numbers);
    Standardization fitted = Standardization.fit(train);
    assertThat(fitted.mean()).containsExactly(constant);
    assertThat(fitted.scale()).containsExactly(1);
    assertThat(Floats.of(fitted.apply(train).features())).containsOnly(0);
  }

  @Test
  void float32StaysFloat32() {
    Dataset images = data(2, 0, 1, 0.5f, 3, 0.25f, 0.125f);
    assertThat(Standardization.fit(images).apply(images).featureValues().isFloat64()).isFalse();
  }

  @Test
  void rowsOfAnotherWidthAreRejected() {
    Standardization fitted = Standardization.fit(data(2, 1, 2, 3, 4));
    assertThatThrownBy(() -> fitted.apply(data(4, 1, 2, 3, 4)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContainingAll("2 features", "of 4");
  }

  private static Dataset float64(double... column) {
    return new Dataset(
        column.length,
        1,
        Values.of(column),
        1,
        Values.of(new float[column.length]),
        new Task.Regression(),
        List.of("x"),
        Origin.rows("the data"));
  }

  private static Dataset data(int columns, float... features) {
    int rows = features.length / columns;
    return new Dataset(rows, columns, features, 1, new float[rows], new Task.Regression());
  }
}
