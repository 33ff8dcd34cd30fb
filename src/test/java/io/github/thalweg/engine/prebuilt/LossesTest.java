package io.github.thalweg.engine.prebuilt;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.thalweg.engine.prebuilt.OpenClDevice.Array;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Loss and gradient in one pass, and the mean over the rows, against float64. */
@ParameterizedClass
@EnumSource
class LossesTest extends PrebuiltTest {
  private static final int CROSS_ENTROPY = 3;
  private static final float DELTA = 0.7f;

  LossesTest(Shape shape) {
    super(shape);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 1, 1, 1, 1",
    "0, 70, 61, 5, 1",
    "1, 33, 33, 17, 0",
    "2, 40, 37, 3, 1",
    "3, 1, 1, 2, 0",
    "3, 129, 101, 10, 1",
    "3, 40, 40, 16, 0",
    "3, 37, 31, 137, 1",
  })
  void lossAndGradientFollowTheirFormulas(
      int loss, int capacity, int rows, int outputs, int windowed) {
    int offset = 4;
    int columns = loss == CROSS_ENTROPY ? 1 : outputs;
    float[] y = randomFloats(capacity * outputs);
    // Saturated outputs too.
    y[0] = 60;
    y[rows * outputs - 1] = -90;
    float[] t = Float64.targets(random, loss, offset + rows, outputs);
    Array rowLoss = arrays.floats(new float[capacity]);
    Array gradient = arrays.floats(new float[capacity * outputs]);

    arrays
        .task(
            launches.lossAndGradient(capacity),
            arrays.floats(y),
            arrays.floats(t),
            arrays.ints(offset, rows, 0),
            rowLoss,
            gradient,
            windowed,
            capacity,
            outputs,
            loss,
            DELTA)
        .run();

    double[] losses = new double[capacity];
    double[] gradients = new double[capacity * outputs];
    for (int i = 0; i < rows; i++) {
      double[] row = new double[outputs];
      for (int j = 0; j < outputs; j++) {
        row[j] = y[i * outputs + j];
      }
      losses[i] = Float64.loss(loss, DELTA, row, t, (windowed * offset + i) * columns);
      for (int j = 0; j < outputs; j++) {
        gradients[i * outputs + j] = row[j] / ((double) rows * columns);
      }
    }
    assertClose("row loss", rowLoss.read(), losses, 3e-6);
    assertClose("∂C/∂y", gradient.read(), gradients, 1e-6);
  }

  @Test
  void aRowWithNaNHasTheLossNaN() {
    float[] y = randomFloats(3 * 21);
    y[21 + 18] = Float.NaN;
    Array rowLoss = arrays.floats(new float[3]);

    arrays
        .task(
            launches.lossAndGradient(3),
            arrays.floats(y),
            arrays.floats(0, 1, 2),
            arrays.ints(0, 3, 0),
            rowLoss,
            arrays.floats(new float[3 * 21]),
            0,
            3,
            21,
            CROSS_ENTROPY,
            0)
        .run();

    float[] losses = rowLoss.read();
    assertThat(losses[1]).isNaN();
    assertThat(losses[0]).isFinite();
    assertThat(losses[2]).isFinite();
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "2048, 2000", "5000, 4097", "5000, 1700"})
  void meanGoesToItsSlotOfTheRing(int capacity, int rows) {
    float[] losses = randomFloats(capacity);
    Array window = arrays.ints(9, rows, 2);
    Array rowLoss = arrays.floats(losses);
    Array ring = arrays.floats(7, 8, 9, 10);
    int chunks = Math.ceilDiv(capacity, 2048);
    if (chunks == 1) {
      arrays.task(launches.meanLoss("meanLoss"), rowLoss, window, ring, 3).run();
    } else {
      Array partials = arrays.floats(new float[chunks]);
      arrays.task(launches.lossChunks(chunks), rowLoss, window, partials, chunks).run();
      arrays.task(launches.meanLoss("meanLossOfChunks"), partials, window, ring, chunks, 3).run();
    }

    double sum = 0;
    for (int i = 0; i < rows; i++) {
      sum += losses[i];
    }
    assertClose("ring", ring.read(), new double[] {7, 8, sum / (3.0 * rows), 10}, 1e-6);
  }
}
