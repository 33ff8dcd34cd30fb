package io.github.thalweg.engine.cpu.elements;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.thalweg.TestSeed;
import io.github.thalweg.engine.cpu.threads.Matrix;
import io.github.thalweg.engine.cpu.threads.Tiles;
import io.github.thalweg.engine.cpu.threads.Tiles.Tile;
import io.github.thalweg.nn.Activation;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.apache.commons.numbers.gamma.Erf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Both kinds of loops against float64. */
public class ActivationFunctionsTest {
  private static final List<ActivationFunctions> BOTH =
      List.of(new LoopActivations(), new VectorActivations());
  private static final int ROWS = 37;
  private static final int COLUMNS = 53;
  private static final Tile TILE = new Tile(Tiles.of(ROWS, COLUMNS, 0), 3, 36, 2, 51);

  /** Units in the last place of a float32. */
  private static final double ULP = 1.2e-7;

  private final Random random = TestSeed.random();

  @ParameterizedTest
  @EnumSource(Activation.class)
  void valuesAreThoseOfFloat64(Activation activation) {
    for (float spread : new float[] {0.01f, 1, 4, 30}) {
      Matrix z = matrix(spread);
      for (ActivationFunctions activations : BOTH) {
        Matrix y = copy(z);
        activations.apply(activation, y, TILE);
        // Of gelu, Φ(z) is accurate and not its distance from 0.
        double floor = activation == Activation.GELU ? spread : 0;
        compare(activations, y, z, value(activation), floor, 4 * ULP);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Activation.class)
  void gradientsAreMultipliedByTheDerivative(Activation activation) {
    for (float spread : new float[] {0.01f, 1, 4}) {
      Matrix saved = matrix(spread);
      Matrix ones = matrix(0);
      for (int i = 0; i < ones.data.length; i++) {
        ones.data[i] = 1;
      }
      if (activation != Activation.GELU) {
        new LoopActivations().apply(activation, saved, Tile.whole(ROWS, COLUMNS));
      }
      for (ActivationFunctions activations : BOTH) {
        Matrix gradient = copy(ones);
        activations.multiplyByDerivative(activation, saved, gradient, TILE);
        compare(activations, gradient, saved, derivative(activation), 1, 4 * ULP);
      }
    }
  }

  @Test
  void theBiasIsAddedToEveryRow() {
    Matrix bias = matrix(1);
    for (ActivationFunctions activations : BOTH) {
      Matrix z = matrix(1);
      Matrix sum = copy(z);
      activations.addBias(bias, sum, TILE);
      for (int i = 0; i < ROWS; i++) {
        for (int j = 0; j < COLUMNS; j++) {
          float expected = z.data[z.at(i, j)] + (in(i, j) ? bias.data[bias.at(0, j)] : 0);
          assertThat(sum.data[sum.at(i, j)]).isEqualTo(expected);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Activation.class)
  void extremesAreLimitsAndNanStaysNan(Activation activation) {
    float[] extremes = {Float.NaN, 1e30f, -1e30f, 100, -100, 0};
    Tile row = Tile.whole(1, extremes.length);
    for (ActivationFunctions activations : BOTH) {
      Matrix z = new Matrix(extremes.clone(), 0, extremes.length);
      activations.apply(activation, z, row);
      assertThat(z.data[0]).isNaN();
      for (int j = 1; j < extremes.length; j++) {
        double expected = value(activation).applyAsDouble(extremes[j]);
        assertThat((double) z.data[j])
            .as("%s of %s", activation, extremes[j])
            .isCloseTo(
                expected,
                org.assertj.core.data.Offset.offset(1e-7 * Math.max(1, Math.abs(expected))));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Activation.class)
  void whereARowIsCutDoesNotShow(Activation activation) {
    Matrix z = matrix(3);
    for (ActivationFunctions activations : BOTH) {
      Matrix whole = copy(z);
      activations.apply(activation, whole, Tile.whole(ROWS, COLUMNS));
      Matrix cut = copy(z);
      Tiles tiles = Tiles.of(ROWS, COLUMNS, 0);
      activations.apply(activation, cut, new Tile(tiles, 0, ROWS, 0, 19));
      activations.apply(activation, cut, new Tile(tiles, 0, ROWS, 19, COLUMNS));
      assertThat(cut.data).isEqualTo(whole.data);
    }
  }

  private static void compare(
      ActivationFunctions activations,
      Matrix actual,
      Matrix argument,
      DoubleUnaryOperator function,
      double floor,
      double tolerance) {
    for (int i = 0; i < ROWS; i++) {
      for (int j = 0; j < COLUMNS; j++) {
        double x = argument.data[argument.at(i, j)];
        double y = actual.data[actual.at(i, j)];
        if (in(i, j)) {
          double expected = function.applyAsDouble(x);
          assertThat(Math.abs(y - expected))
              .as("%s at %s: %s for %s", activations.getClass().getSimpleName(), x, y, expected)
              .isLessThanOrEqualTo(tolerance * Math.max(floor, Math.abs(expected)) + 1e-37);
        }
      }
    }
  }

  private static boolean in(int i, int j) {
    return i >= TILE.top() && i < TILE.bottom() && j >= TILE.left() && j < TILE.right();
  }

  private static DoubleUnaryOperator value(Activation activation) {
    return switch (activation) {
      case RELU -> z -> Math.max(z, 0);
      case TANH -> StrictMath::tanh;
      case SIGMOID -> z -> 1 / (1 + StrictMath.exp(-z));
      case GELU -> z -> z * distribution(z);
      case LEAKY_RELU -> z -> z > 0 ? z : 0.01 * z;
    };
  }

  /** Of the output, or of the input for gelu. */
  private static DoubleUnaryOperator derivative(Activation activation) {
    return switch (activation) {
      case RELU -> y -> y > 0 ? 1 : 0;
      case LEAKY_RELU -> y -> y > 0 ? 1 : 0.01;
      case TANH -> y -> 1 - y * y;
      case SIGMOID -> y -> y * (1 - y);
      case GELU -> z -> distribution(z) + z * StrictMath.exp(-z * z / 2) / Math.sqrt(2 * Math.PI);
    };
  }

  private static double distribution(double z) {
    return 0.5 * (1 + Erf.value(z * Math.sqrt(0.5)));
  }

  private Matrix matrix(float spread) {
    float[] data = new float[5 + ROWS * COLUMNS];
    for (int i = 0; i < data.length; i++) {
      data[i] = spread * (float) random.nextGaussian();
    }
    return new Matrix(data, 5, COLUMNS);
  }

  private static Matrix copy(Matrix matrix) {
    return new Matrix(matrix.data.clone(), matrix.offset, matrix.columns);
  }
}
