package io.github.thalweg.engine.cpu.onepass;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.thalweg.TestSeed;
import io.github.thalweg.engine.cpu.gemm.VectorModule;
import io.github.thalweg.engine.cpu.threads.Matrix;
import io.github.thalweg.nn.Loss;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

public class NarrowLeastSquaresTest {
  @BeforeAll
  static void loadVectors() {
    VectorModule.load();
  }

  /**
   * The rows lie together, or in four streams with other rows between; at the end of the data, or
   * with rows behind them that are read ahead.
   */
  @ParameterizedTest
  @CsvSource({
    "1, 0, 16, 0",
    "3, 0, 64, 0",
    "4, 1, 64, 0",
    "4, 1, 17, 3",
    "7, 1, 32, 1",
    "31, 7, 33, 0",
    "124, 31, 64, 5",
    "125, 31, 37, 0",
    "126, 31, 63, 2",
    "199, 49, 48, 0",
    "496, 124, 64, 0",
    "8, 2, 8, 0",
    "9, 2, 31, 4",
    "4, 5, 64, 0",
    "124, 40, 64, 0",
    "124, 129, 37, 3",
    "8, 3, 8, 0"
  })
  void agreesWithPlainLoopsInFloat64(int rows, int apart, int inputs, int behind) {
    assumeTrue(NarrowLeastSquares.fits(new Loss.Mse(), inputs), "rows of other widths here");
    Random random = TestSeed.random();
    int before = random.nextInt(5);
    int quarter = rows / 4;
    int all = before + Math.max(rows, 3 * apart + quarter) + behind;
    float[] x = random(random, all * inputs);
    float[] t = random(random, all);
    float[] theta = random(random, inputs + 3);
    float bias = random.nextFloat();
    double scale = 1.0 / rows;
    double[] gradient = new double[inputs + 1];
    double loss = 0;
    for (int row = 0; row < rows; row++) {
      boolean streamed = row < 4 * quarter;
      int i = before + (streamed ? row / quarter * apart + row % quarter : row);
      double residual = bias - t[i];
      for (int k = 0; k < inputs; k++) {
        residual += (double) x[i * inputs + k] * theta[3 + k];
      }
      loss += residual * residual;
      for (int k = 0; k < inputs; k++) {
        gradient[k] += 2 * scale * residual * x[i * inputs + k];
      }
      gradient[inputs] += 2 * scale * residual;
    }

    float[] g = random(random, inputs + 1);
    double actual =
        NarrowLeastSquares.pass(
            rows,
            apart,
            inputs,
            new Matrix(x, before * inputs, inputs),
            new Matrix(t, before, 1),
            theta,
            3,
            bias,
            scale,
            new float[1],
            g);

    assertThat(actual).isCloseTo(loss, within(1e-5 * loss));
    for (int k = 0; k <= inputs; k++) {
      assertThat((double) g[k]).as("g[%d]", k).isCloseTo(gradient[k], within(2e-5));
    }
  }

  private static float[] random(Random random, int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = 2 * random.nextFloat() - 1;
    }
    return values;
  }
}
