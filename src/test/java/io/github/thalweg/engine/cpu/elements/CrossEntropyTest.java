package io.github.thalweg.engine.cpu.elements;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.thalweg.TestSeed;
import io.github.thalweg.engine.cpu.gemm.VectorModule;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Both kinds of loops against float64, for few and for many classes. */
public class CrossEntropyTest {
  static {
    VectorModule.load();
  }

  private static final List<CrossEntropy> BOTH =
      List.of(Losses::crossEntropy, VectorCrossEntropy::lossAndGradient);

  /** What float32 exponentials and a product of them lose. */
  private static final double ROUNDING = 5e-7;

  private static final double SCALE = 1 / 7.0;

  private final Random random = TestSeed.random();

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 10, 47, 48, 49, 63, 64, 101, 1000, 1003})
  void lossAndGradientAreThoseOfFloat64(int columns) {
    for (double spread : new double[] {0.01, 1, 10, 60}) {
      float[] y = logits(columns, spread);
      for (int target : new int[] {0, random.nextInt(columns), columns - 1}) {
        for (CrossEntropy crossEntropy : BOTH) {
          requireFloat64(crossEntropy, columns, y, target);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {10, 64, 333})
  void aModelThatIsNearlyCertainKeepsTheDigitsOfItsGradient(int columns) {
    float[] y = logits(columns, 1);
    int target = random.nextInt(columns);
    y[3 + target] = 25;
    for (CrossEntropy crossEntropy : BOTH) {
      requireFloat64(crossEntropy, columns, y, target);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {10, 64, 333})
  void oneLogitThatIsNaNMakesAllOfTheRowNaN(int columns) {
    for (int at : new int[] {0, columns / 2, columns - 1}) {
      float[] y = logits(columns, 1);
      y[3 + at] = Float.NaN;
      for (CrossEntropy crossEntropy : BOTH) {
        float[] dy = new float[columns + 5];
        assertThat(crossEntropy.lossAndGradient(columns, y, 3, 1, dy, 2, SCALE)).isNaN();
        for (int j = 0; j < columns; j++) {
          assertThat(dy[2 + j]).isNaN();
        }
      }
    }
  }

  private float[] logits(int columns, double spread) {
    float[] y = new float[columns + 4];
    for (int j = 0; j < y.length; j++) {
      y[j] = (float) (spread * random.nextGaussian());
    }
    return y;
  }

  /** Logits from 3 on, the gradient from 2 on, and nothing else touched; also in place. */
  private static void requireFloat64(
      CrossEntropy crossEntropy, int columns, float[] y, int target) {
    double max = Double.NEGATIVE_INFINITY;
    for (int j = 0; j < columns; j++) {
      max = Math.max(max, y[3 + j]);
    }
    double others = 0;
    for (int j = 0; j < columns; j++) {
      others += j == target ? 0 : Math.exp(y[3 + j] - max);
    }
    double all = others + Math.exp(y[3 + target] - max);
    double loss = max + Math.log(all) - y[3 + target];

    float[] dy = new float[columns + 5];
    Arrays.fill(dy, 77);
    double found = crossEntropy.lossAndGradient(columns, y, 3, target, dy, 2, SCALE);

    assertThat(Math.abs(found - loss)).as("loss").isLessThan(ROUNDING * (1 + Math.abs(loss)));
    for (int j = 0; j < columns; j++) {
      double share = j == target ? -others / all : Math.exp(y[3 + j] - max) / all;
      // The float32 difference of two logits has lost some of its digits already.
      double lost = ROUNDING * (1 + Math.abs(y[3 + j] - max) / 4) * Math.abs(share) + 1e-38;
      assertThat((double) dy[2 + j])
          .as("gradient %d of %d, target %d", j, columns, target)
          .isBetween(SCALE * share - lost, SCALE * share + lost);
    }
    assertThat(new float[] {dy[0], dy[1], dy[columns + 2], dy[columns + 3], dy[columns + 4]})
        .containsOnly(77);
    float[] same = y.clone();
    assertThat(crossEntropy.lossAndGradient(columns, same, 3, target, same, 3, SCALE))
        .isEqualTo(found);
    assertThat(Arrays.copyOfRange(same, 3, 3 + columns))
        .isEqualTo(Arrays.copyOfRange(dy, 2, 2 + columns));
  }
}
