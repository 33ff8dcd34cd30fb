package io.github.thalweg.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Percentage.withPercentage;

import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CollapseTest {
  @ParameterizedTest
  @CsvSource({
    "1772366400, 1, 720, 7",
    "1772366400, 100, 720, 562",
    "1772366400000, 60000, 1440, 659",
    "16777210, 1, 21, 14",
    "-1e9, 0.25, 300, 2",
    "0, 1e-47, 50, 1",
    "1e12, 1e-3, 40, 1"
  })
  void valuesThatFloat32CannotTellApartAreCounted(double from, double step, int rows, long left) {
    Collapse found = of(rows, i -> from + i * step);

    assertThat(found.column()).isZero();
    assertThat(found.distinct()).isEqualTo(rows);
    assertThat(found.left()).isCloseTo(left, withPercentage(20));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 1, 5000",
    "1772366400, 3600, 900",
    "1013.25, 0.01, 500",
    "0.1, 0.1, 1000",
    "1e-30, 1e-32, 99"
  })
  void valuesThatFloat32TellsApartAreNot(double from, double step, int rows) {
    assertThat(Collapse.ofFeatures(data(rows, i -> from + i * step))).isEmpty();
  }

  @Test
  void measurementsOfManyDigitsLoseNothingThatMatters() {
    Random random = new Random(1);
    double[] uniform = random.doubles(200_000).toArray();

    assertThat(Collapse.ofFeatures(data(uniform.length, i -> uniform[i]))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"500, 1e-3, 4", "20000, 1e-6, 9"})
  void oneValueFarFromTheOthersIsToldAsSuch(int rows, double step, long most) {
    Dataset raw = data(rows, i -> i == 7 ? 0 : 1.7e9 + i * step);
    Dataset scaled = Standardization.fit(raw).apply(raw);

    assertThat(Collapse.ofFeatures(scaled))
        .singleElement()
        .satisfies(found -> {
          assertThat(found.outliers()).isTrue();
          assertThat(found.distinct()).isGreaterThan(rows / 2);
          assertThat(found.left()).isBetween(2L, most);
        });
  }

  @Test
  void farValuesAmongOnesThatFloat32TellsApartAreNoProblem() {
    Random random = new Random(2);
    double[] heavy = random.doubles(20_000).map(u -> Math.pow(u, -9)).toArray();
    double[] zeros = random.doubles(20_000).map(u -> u < 0.9 ? -0.0 * u : u).toArray();

    assertThat(Collapse.ofFeatures(data(heavy.length, i -> heavy[i]))).isEmpty();
    assertThat(Collapse.ofFeatures(data(zeros.length, i -> zeros[i]))).isEmpty();
  }

  @Test
  void constantsAndFloat32AreNot() {
    assertThat(Collapse.ofFeatures(data(9, _ -> 1772366401.5))).isEmpty();
    assertThat(Collapse.ofFeatures(data(9, i -> 1772366401 + i).inFloat32())).isEmpty();
  }

  @Test
  void targetsAreLookedAtByThemselves() {
    Dataset data = data(9, i -> 1772366401 + i);
    Dataset learnt = data.withTargets(data.featureValues(), new Task.Regression());

    assertThat(Collapse.ofTargets(data)).isEmpty();
    assertThat(Collapse.ofTargets(learnt)).isEqualTo(Collapse.ofFeatures(data)).hasSize(1);
  }

  private static Collapse of(int rows, IntToDoubleFunction column) {
    return Collapse.ofFeatures(data(rows, column)).getFirst();
  }

  private static Dataset data(int rows, IntToDoubleFunction column) {
    double[][] features = new double[rows][1];
    double[][] targets = new double[rows][1];
    for (int i = 0; i < rows; i++) {
      features[i][0] = column.applyAsDouble(i);
    }
    return InlineData.regression(features, targets);
  }
}
