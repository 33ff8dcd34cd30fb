package io.github.thalweg.engine.reference;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.thalweg.engine.FlatVector;
import io.github.thalweg.engine.Session;
import io.github.thalweg.engine.State;
import io.github.thalweg.recipe.RunFile;
import io.github.thalweg.train.PreparedRun;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rows that float32 cannot hold come to the reference as they are. */
class Float64RowsTest {
  /**
   * Wampler1 of NIST's Statistical Reference Datasets: y = 1 + x + x² + x³ + x⁴ + x⁵ for x = 0 …
   * 20, of which every number is exact; standardized, none is in float32.
   */
  @Test
  void certifiedParametersOfAPolynomialLeaveNoResidual() {
    PreparedRun run =
        PreparedRun.of(
            RunFile.read(
                "seed",
                "model=[{dense: 1}]",
                "init=random",
                "batch=full",
                "data={source: inline, standardize: true, features: %s, targets: %s}"
                    .formatted(rows(1, 5), rows(-1, -1))));
    double[] theta = new double[6];
    double[] scale = run.standardization().orElseThrow().scale();
    double[] mean = run.standardization().orElseThrow().mean();
    theta[5] = 1;
    for (int j = 0; j < 5; j++) {
      theta[j] = scale[j];
      theta[5] += mean[j];
    }

    double loss = loss(run, theta);

    // The targets are as large as 3.4e6, and rounding them alone in float32 makes 1e-4 and more.
    assertThat(Math.sqrt(loss)).isLessThan(1e-8);
  }

  @ParameterizedTest
  @CsvSource({"0.1, 0.3", "16777217, 50331651", "1e-60, 3e-60"})
  void decimalsAreNotRounded(String x, String y) {
    PreparedRun run =
        PreparedRun.of(
            RunFile.read(
                "seed",
                "model=[{dense: {units: 1, bias: false}}]",
                "init=random",
                "data={source: inline, features: [[%s]], targets: [[%s]]}".formatted(x, y)));
    double w = Double.parseDouble(y) / Double.parseDouble(x);

    double relative = Math.sqrt(loss(run, new double[] {w})) / Double.parseDouble(y);

    assertThat(relative).isLessThan(1e-15);
  }

  private static double loss(PreparedRun run, double[] theta) {
    try (Session session = run.open("reference")) {
      session.state(new State(0, FlatVector.of(theta), FlatVector.of(new double[0])));
      return session.evaluate(Session.Part.TRAIN).loss();
    }
  }

  /** Powers of x from 0 to 20, or for −1 the sum of all up to the fifth. */
  private static String rows(int from, int to) {
    return IntStream.rangeClosed(0, 20)
        .mapToObj(x ->
            IntStream.rangeClosed(from, to)
                .mapToObj(power -> Long.toString(power < 0 ? sum(x) : power(x, power)))
                .collect(Collectors.joining(", ", "[", "]")))
        .collect(Collectors.joining(", ", "[", "]"));
  }

  private static long sum(int x) {
    return IntStream.rangeClosed(0, 5).mapToLong(power -> power(x, power)).sum();
  }

  private static long power(int x, int power) {
    return Math.round(Math.pow(x, power));
  }
}
