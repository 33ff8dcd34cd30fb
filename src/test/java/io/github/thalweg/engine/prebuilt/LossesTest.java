package io.github.thalweg.engine.prebuilt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

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
  private static final int ORDER = 2;
  private static final float DELTA = 0.7f;

  LossesTest(Shape shape) {
    super(shape);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 1, 1, 1, 1, 1, 0",
    "0, 70, 61, 70, 5, 1, 3",
    "1, 33, 33, 5, 17, 0, 0",
    "2, 40, 37, 40, 3, 2, 4",
    "3, 1, 1, 1, 2, 0, 0",
    "3, 129, 101, 7, 10, 2, 1",
    "3, 40, 40, 40, 16, 0, 2",
    "3, 37, 31, 2, 137, 1, 0",
  })
  void lossAndGradientFollowTheirFormulas(
      int loss, int capacity, int rows, int parts, int outputs, int source, int activation) {
    int offset = 4;
    int columns = loss == CROSS_ENTROPY ? 1 : outputs;
    float[] y = randomFloats(capacity * outputs);
    // Saturated outputs too.
    y[0] = 60;
    y[rows * outputs - 1] = -90;
    float[] t = Float64.targets(random, loss, offset + rows, outputs);
    float[] saved = randomFloats(capacity * outputs);
    int[] order = random.ints(offset + rows, 0, offset + rows).toArray();
    Array rowLoss = arrays.floats(randomFloats(parts));
    Array gradient = arrays.floats(new float[capacity * outputs]);

    arrays
        .task(
            launches.lossAndGradient(parts),
            arrays.floats(y),
            targets(arrays, loss, t),
            arrays.ints(source == ORDER ? order : new int[1]),
            arrays.ints(offset, rows, 0),
            arrays.floats(activation == 0 ? new float[1] : saved),
            rowLoss,
            gradient,
            source,
            capacity,
            parts,
            outputs,
            loss,
            DELTA,
            activation)
        .run();

    double[] losses = new double[parts];
    double[] gradients = new double[capacity * outputs];
    for (int i = 0; i < rows; i++) {
      double[] row = new double[outputs];
      for (int j = 0; j < outputs; j++) {
        row[j] = y[i * outputs + j];
      }
      int target = source == ORDER ? order[offset + i] : source * offset + i;
      losses[i / Math.ceilDiv(capacity, parts)] +=
          Float64.loss(loss, DELTA, row, t, target * columns);
      for (int j = 0; j < outputs; j++) {
        int at = i * outputs + j;
        gradients[at] = row[j] / ((double) rows * columns) * Float64.slope(activation, saved[at]);
      }
    }
    assertClose("row loss", rowLoss.read(), losses, 3e-6);
    assertClose("∂C/∂y", gradient.read(), gradients, 1e-6);
  }

  /** Up to margins at which a gradient is 0 in float32; a device may flush what is near. */
  @ParameterizedTest
  @CsvSource({"2, 1, 0", "2, 1, 1", "3, 3, 0", "3, 37, 0", "3, 37, 1"})
  void nearlyCertainRowsKeepTheirDigits(int loss, int outputs, int label) {
    float[] margins = {0, 1, 17, 25, 34, 60, 80, 87, 120, 200};
    int rows = margins.length;
    float[] y = new float[rows * outputs];
    float[] t = new float[rows];
    for (int i = 0; i < rows; i++) {
      t[i] = label;
      y[i * outputs + (loss == CROSS_ENTROPY ? label : 0)] =
          loss == CROSS_ENTROPY || label == 1 ? margins[i] : -margins[i];
    }
    Array rowLoss = arrays.floats(new float[rows]);
    Array gradient = arrays.floats(new float[rows * outputs]);

    arrays
        .task(
            launches.lossAndGradient(rows),
            arrays.floats(y),
            targets(arrays, loss, t),
            arrays.ints(0),
            arrays.ints(0, rows, 0),
            arrays.floats(0),
            rowLoss,
            gradient,
            0,
            rows,
            rows,
            outputs,
            loss,
            DELTA,
            0)
        .run();

    float[] losses = rowLoss.read();
    float[] gradients = gradient.read();
    for (int i = 0; i < rows; i++) {
      double tail = Math.exp(-margins[i]);
      int others = loss == CROSS_ENTROPY ? outputs - 1 : 1;
      double expected = Math.log1p(others * tail);
      assertThat((double) losses[i]).isCloseTo(expected, within(2e-5 * expected + 1e-36));
      double slope = others * tail / (1 + others * tail) / rows;
      int at = i * outputs + (loss == CROSS_ENTROPY ? label : 0);
      double sign = loss == CROSS_ENTROPY || label == 1 ? -1 : 1;
      assertThat(sign * gradients[at])
          .as("margin %s, kernels for a %s", margins[i], shape)
          .isCloseTo(slope, within(2e-5 * slope + 1e-36));
    }
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
            arrays.ints(0, 1, 2),
            arrays.ints(0),
            arrays.ints(0, 3, 0),
            arrays.floats(0),
            rowLoss,
            arrays.floats(new float[3 * 21]),
            0,
            3,
            3,
            21,
            CROSS_ENTROPY,
            0,
            0)
        .run();

    float[] losses = rowLoss.read();
    assertThat(losses[1]).isNaN();
    assertThat(losses[0]).isFinite();
    assertThat(losses[2]).isFinite();
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "2048, 2000", "97, 1700"})
  void meanGoesToItsPlaceAndTheNextStepComesUp(int parts, int rows) {
    float[] losses = randomFloats(parts);
    Array window = arrays.ints(9, rows, 1, 9, rows, 9, rows, 11, 5);
    Array rates = arrays.floats(1, 2, 3, 1, 2, 3, 1, 2, 3, 4, 5, 6);
    Array all = arrays.floats(7, 8, 9, 10);

    arrays.task(launches.meanLoss(), arrays.floats(losses), window, rates, all, parts, 3).run();

    double sum = 0;
    for (float loss : losses) {
      sum += loss;
    }
    assertClose("losses", all.read(), new double[] {7, sum / (3.0 * rows), 9, 10}, 1e-6);
    assertThat(window.readInts(3)).containsExactly(11, 5, 2);
    assertThat(rates.read()).startsWith(4, 5, 6);
  }
}
