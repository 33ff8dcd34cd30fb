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

    assertThat(answer(run).parameters()).containsExactly(new double[] {8.0 / 5}, within(1e-12));
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

  /** Powers of two, so that rounding the features does not make them independent. */
  @ParameterizedTest
  @ValueSource(doubles = {0x1p-20, 1, 0x1p20})
  void dependentColumnsHaveNoAnswer(double unit) {
    double[][] x = new double[8][];
    for (int i = 0; i < 8; i++) {
      x[i] = new double[] {i * i, unit * (float) (3 * i * i), unit * i};
    }

    assertThat(reason(inline(x, new double[8])))
        .startsWith(
            "the training rows do not determine the parameters: x1 and x2 depend on each other");
  }

  @Test
  void fewerRowsThanParametersHaveNoAnswer() {
    assertThat(reason(inline(new double[][] {{1, 2}, {3, 5}}, new double[] {1, 2})))
        .isEqualTo(
            "the training rows do not determine the parameters: there are 3 of them and 2 rows");
  }

  @Test
  void onlyALinearRegressionHasAnAnswer() {
    assertThat(LeastSquares.of(run())).isEmpty();
    for (String other :
        List.of(
            "loss=huber",
            "loss=bce_with_logits",
            "model=[{dense: 1}, relu]",
            "model=[{dense: 2}, {dense: 1}]")) {
      assertThat(
              LeastSquares.of(
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
    double[] w = answer(PreparedRun.of(RunFile.read("line", List.of()))).parameters();

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

  @Test
  void columnOfZerosIsNamed() {
    double[][] x = {{1, 0}, {2, 0}, {3, 0}, {5, 0}};

    assertThat(reason(inline(x, new double[] {1, 2, 3, 4})))
        .isEqualTo("the training rows do not determine the parameters: x2 is always 0");
  }

  @Test
  void targetsThatNothingExplainsHaveTheAnswerZero() {
    double[][] x = {{-1}, {-1}, {1}, {1}};
    LeastSquares.Answer answer = answer(inline(x, new double[] {3, -3, 3, -3}));

    assertThat(answer.held()).containsExactly(new double[] {0, 0}, within(1e-14));
    assertThat(answer.condition()).isCloseTo(1, within(1e-12));
  }

  /**
   * Powers of numbers in 1 … 2, beside an exact solution: errors are never more than is said, and
   * not a million times less.
   */
  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4, 5, 6, 7})
  void errorsAreWithinWhatIsSaid(int degree) {
    CounterRandom random = new CounterRandom(3, degree);
    int rows = 41;
    double[][] x = new double[rows][degree];
    double[] y = new double[rows];
    for (int i = 0; i < rows; i++) {
      float base = 1 + i / 40f;
      for (int j = 0; j < degree; j++) {
        x[i][j] = (float) Math.pow(base, j + 1.0);
      }
      y[i] = (float) (Math.sin(base) + random.uniform(i) / 100);
    }
    double[] exact = ExactLeastSquares.solve(x, y);
    LeastSquares.Answer answer = answer(inline(x, y));

    double worst = 0;
    for (int j = 0; j <= degree; j++) {
      double error = Math.abs(answer.parameters()[j] - exact[j]);
      assertThat(error).as("parameter %d", j).isLessThanOrEqualTo(answer.errors()[j]);
      assertThat(answer.held()[j]).isCloseTo(exact[j], within(20 * answer.errors()[j]));
      worst = Math.max(worst, error / answer.errors()[j]);
    }
    assertThat(worst).isGreaterThan(1e-6);
    assertThat(answer.condition()).isGreaterThan(Math.pow(10, degree));
  }

  /**
   * NIST's Longley: employment by prices, national product, unemployment, army, people and year.
   */
  @Test
  void longleysDataHasTheCertifiedAnswer() {
    double[][] rows = {
      {60323, 83.0, 234289, 2356, 1590, 107608, 1947},
      {61122, 88.5, 259426, 2325, 1456, 108632, 1948},
      {60171, 88.2, 258054, 3682, 1616, 109773, 1949},
      {61187, 89.5, 284599, 3351, 1650, 110929, 1950},
      {63221, 96.2, 328975, 2099, 3099, 112075, 1951},
      {63639, 98.1, 346999, 1932, 3594, 113270, 1952},
      {64989, 99.0, 365385, 1870, 3547, 115094, 1953},
      {63761, 100.0, 363112, 3578, 3350, 116219, 1954},
      {66019, 101.2, 397469, 2904, 3048, 117388, 1955},
      {67857, 104.6, 419180, 2822, 2857, 118734, 1956},
      {68169, 108.4, 442769, 2936, 2798, 120445, 1957},
      {66513, 110.8, 444546, 4681, 2637, 121950, 1958},
      {68655, 112.6, 482704, 3813, 2552, 123366, 1959},
      {69564, 114.2, 502601, 3931, 2514, 125368, 1960},
      {69331, 115.7, 518173, 4806, 2572, 127852, 1961},
      {70551, 116.9, 554894, 4007, 2827, 130081, 1962}
    };
    double[] certified = {
      15.0618722713733,
      -0.358191792925910E-01,
      -2.02022980381683,
      -1.03322686717359,
      -0.511041056535807E-01,
      1829.15146461355,
      -3482258.63459582
    };
    PreparedRun run =
        inline(
            Arrays.stream(rows).map(row -> Arrays.copyOfRange(row, 1, 7)).toArray(double[][]::new),
            Arrays.stream(rows).mapToDouble(row -> row[0]).toArray());

    LeastSquares.Answer answer = answer(run);

    for (int j = 0; j < certified.length; j++) {
      double digits = 1e-9 * Math.abs(certified[j]);
      assertThat(answer.parameters()[j]).isCloseTo(certified[j], within(digits));
      assertThat(answer.errors()[j]).isLessThan(1e-6 * Math.abs(certified[j]));
    }
    // The certified residual sum of squares.
    assertThat(16 * LeastSquares.loss(run, answer.parameters()))
        .isCloseTo(836424.055505915, within(1e-3));
  }

  /** Of which float32 leaves one value of 20, and one target. */
  @Test
  void answerIsThatOfTheNumbersAsTheyAreWritten() {
    double[][] x = new double[20][1];
    double[] y = new double[20];
    for (int i = 0; i < 20; i++) {
      x[i][0] = 1_732_900_001 + i;
      y[i] = 1e9 + 0.25 * i;
    }

    double[] w = solve(x, y);

    assertThat(w[0]).isCloseTo(0.25, within(1e-4));
    assertThat(w[0] * x[0][0] + w[1]).isCloseTo(1e9, within(1e-2));
  }

  /** More rows than are reduced at a time. */
  @Test
  void manyRowsHaveTheAnswerOfFew() {
    double[][] few = {{1, 2}, {3, 1}, {-2, 5}, {4, 4}, {0, -1}};
    double[] y = {1, 0, 3, 2, -1};
    double[][] many = new double[1000][];
    double[] targets = new double[1000];
    for (int i = 0; i < many.length; i++) {
      many[i] = few[i % 5];
      targets[i] = y[i % 5];
    }

    assertThat(solve(many, targets)).containsExactly(solve(few, y), within(1e-12));
  }

  private static double cost(double w1, double w2) {
    var points = new NoisyLine(0).dataset();
    double sum = 0;
    for (int i = 0; i < points.rows(); i++) {
      double residual = w1 * points.features().get(i) + w2 - points.targets().get(i);
      sum += residual * residual;
    }
    return sum;
  }

  private static double[] solve(double[][] x, double[] y) {
    return answer(inline(x, y)).parameters();
  }

  private static LeastSquares.Answer answer(PreparedRun run) {
    return (LeastSquares.Answer) LeastSquares.of(run).orElseThrow();
  }

  private static String reason(PreparedRun run) {
    return ((LeastSquares.None) LeastSquares.of(run).orElseThrow()).reason();
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
