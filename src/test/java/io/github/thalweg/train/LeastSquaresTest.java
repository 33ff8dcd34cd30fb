package io.github.thalweg.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.thalweg.CounterRandom;
import io.github.thalweg.data.NoisyLine;
import io.github.thalweg.recipe.RunFile;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LeastSquaresTest {
  @Test
  void lineThroughPointsOnItIsTheLine() {
    assertThat(solve(new double[][] {{-1}, {0}, {2}}, new double[] {-5, -2, 4}))
        .containsExactly(new double[] {3, -2}, within(1e-12));
  }

  @Test
  void slopeAndInterceptAreTheTextbooks() {
    double[] x = {1, 2, 4, 7};
    double[] y = {2, 1, 5, 4};
    // Means 3.5 and 3, Σ(x − 3.5)(y − 3) = 10, Σ(x − 3.5)² = 21.
    double slope = 10.0 / 21;

    assertThat(solve(Arrays.stream(x).mapToObj(v -> new double[] {v}).toArray(double[][]::new), y))
        .containsExactly(new double[] {slope, 3 - 3.5 * slope}, within(1e-12));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 7, 13})
  void residualIsOrthogonalToEveryColumn(int columns) {
    CounterRandom random = new CounterRandom(1, columns);
    double[][] x = new double[29][columns];
    double[] y = new double[29];
    for (int i = 0; i < 29; i++) {
      for (int j = 0; j < columns; j++) {
        x[i][j] = random.uniform(i * 20 + j) - 0.5f;
      }
      y[i] = random.uniform(i * 20 + 19);
    }

    double[] w = solve(x, y);

    assertThat(w).hasSize(columns + 1);
    double[] residual = new double[29];
    for (int i = 0; i < 29; i++) {
      residual[i] = y[i] - w[columns];
      for (int j = 0; j < columns; j++) {
        residual[i] -= w[j] * x[i][j];
      }
    }
    assertThat(Arrays.stream(residual).sum()).isCloseTo(0, within(1e-10));
    for (int j = 0; j < columns; j++) {
      double product = 0;
      for (int i = 0; i < 29; i++) {
        product += residual[i] * x[i][j];
      }
      assertThat(product).isCloseTo(0, within(1e-10));
    }
  }

  @Test
  void withoutABiasTheLineGoesThroughTheOrigin() {
    PreparedRun run =
        run(
            "model=[{dense: {units: 1, bias: false}}]", "data.features=[[1],[2]]",
            "data.targets=[[2],[3]]", "init=random");

    assertThat(LeastSquares.solve(run).orElseThrow())
        .containsExactly(new double[] {8.0 / 5}, within(1e-12));
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e-12, 1e-6, 1, 1e6, 1e12})
  void unitsOfAColumnDoNotMatter(double unit) {
    float scale = (float) unit;
    double[][] x = {{1 * scale, 5}, {2 * scale, 3}, {4 * scale, 1}, {3 * scale, 7}};
    double[] y = new double[4];
    for (int i = 0; i < 4; i++) {
      y[i] = Math.round(x[i][0] / scale) * 2 - x[i][1] + 0.5;
    }

    double[] w = solve(x, y);

    assertThat(w[0] * scale).isCloseTo(2, within(1e-6));
    assertThat(w[1]).isCloseTo(-1, within(1e-6));
    assertThat(w[2]).isCloseTo(0.5, within(1e-6));
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e-6, 1, 1e6})
  void dependentColumnsHaveNoAnswer(double unit) {
    double[][] x = new double[8][];
    for (int i = 0; i < 8; i++) {
      x[i] = new double[] {i * i, unit * (float) (3 * i * i), unit * i};
    }

    assertThat(LeastSquares.solve(inline(x, new double[8]))).isEmpty();
  }

  @Test
  void fewerRowsThanParametersHaveNoAnswer() {
    assertThat(LeastSquares.solve(inline(new double[][] {{1, 2}, {3, 5}}, new double[] {1, 2})))
        .isEmpty();
  }

  @Test
  void onlyALinearRegressionHasAnAnswer() {
    assertThat(LeastSquares.solve(run())).isEmpty();
    for (String other :
        List.of(
            "loss=huber",
            "loss=bce_with_logits",
            "model=[{dense: 1}, relu]",
            "model=[{dense: 2}, {dense: 1}]")) {
      assertThat(
              LeastSquares.solve(
                  PreparedRun.of(
                      RunFile.read(
                          "line",
                          List.of(
                              "init=random",
                              "data.noise=0",
                              "data.slope=0.1",
                              "data.intercept=0.5",
                              other)))))
          .as(other)
          .isEmpty();
    }
  }

  @Test
  void lineRecipesAnswerMinimizesItsLoss() {
    double[] w = LeastSquares.solve(PreparedRun.of(RunFile.read("line", List.of()))).orElseThrow();

    double least = cost(w[0], w[1]);
    for (double step : new double[] {-1e-3, 1e-3}) {
      assertThat(cost(w[0] + step, w[1])).isGreaterThan(least);
      assertThat(cost(w[0], w[1] + step)).isGreaterThan(least);
    }
  }

  @Test
  void lossOfTheAnswerIsTheMeanSquaredResidual() {
    double[][] x = {{1}, {2}, {4}, {7}};
    double[] y = {2, 1, 5, 4};
    PreparedRun run = inline(x, y);

    // Σ(y − 3)² − (Σ(x − 3.5)(y − 3))²/Σ(x − 3.5)², over 4 rows.
    assertThat(LeastSquares.loss(run, solve(x, y))).isCloseTo((10 - 100.0 / 21) / 4, within(1e-12));
    assertThat(LeastSquares.loss(run, new double[] {1, 0}))
        .isCloseTo((1 + 1 + 1 + 9) / 4.0, within(1e-12));
  }

  private static double cost(double w1, double w2) {
    var points = new NoisyLine(0).dataset();
    double sum = 0;
    for (int i = 0; i < points.rows(); i++) {
      double residual = w1 * points.features()[i] + w2 - points.targets()[i];
      sum += residual * residual;
    }
    return sum;
  }

  private static double[] solve(double[][] x, double[] y) {
    return LeastSquares.solve(inline(x, y)).orElseThrow();
  }

  private static PreparedRun inline(double[][] x, double[] y) {
    return run(
        "model=[{dense: 1}]",
        "init=random",
        "data.features=" + Arrays.deepToString(x),
        "data.targets="
            + Arrays.deepToString(Arrays.stream(y).mapToObj(v -> new double[] {v}).toArray()));
  }

  private static PreparedRun run(String... assignments) {
    return PreparedRun.of(RunFile.read("seed", List.of(assignments)));
  }
}
