package io.github.thalweg.engine.prebuilt;

import io.github.thalweg.engine.prebuilt.OpenClDevice.Array;
import io.github.thalweg.engine.prebuilt.OpenClDevice.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The gradients of a dense layer against plain float64 loops. */
@ParameterizedClass
@EnumSource
class DenseGradientsTest extends PrebuiltTest {
  private static final int WEIGHT_OFFSET = 5;
  private static final int ROWS_PER_PART = 1024;
  private static final int ORDER = 2;

  DenseGradientsTest(Shape shape) {
    super(shape);
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1, 1, 1, 0, 16",
    "7, 5, 33, 3, 1, 16",
    "13, 13, 17, 257, 2, 24",
    "64, 61, 37, 300, 3, 16",
    "131, 131, 70, 31, 4, 24",
    "21, 19, 49, 401, 1, 16",
    "33, 7, 115, 193, 0, 24",
    "1500, 1029, 37, 10, 1, 16",
    "1100, 1099, 10, 67, 2, 24",
  })
  void hiddenLayerHasTheGradientsOfItsParametersAndThroughTheActivationOfItsInput(
      int capacity, int rows, int inputs, int outputs, int activation, int header) {
    Arrays arrays = new Arrays(device, header);
    int parts = Math.ceilDiv(capacity, ROWS_PER_PART);
    int groups = launches.inputGroups(capacity, inputs);
    float[] dz = randomFloats(capacity * outputs);
    float[] x = randomFloats(capacity * inputs);
    float[] theta = randomFloats(WEIGHT_OFFSET + inputs * outputs);
    int size = WEIGHT_OFFSET + inputs * outputs + outputs;
    float[] saved = randomFloats(capacity * inputs);
    for (int k = 0; k < saved.length; k++) {
      // As tanh leaves it: 1 − y² of any other y would magnify the roundings of the sum.
      saved[k] = (float) Math.tanh(saved[k]);
    }
    Array gradient = arrays.floats(new float[capacity * inputs]);
    Array sums = arrays.floats(new float[parts * size]);

    arrays
        .task(
            launches.layerGradients(parts, inputs, outputs, groups),
            arrays.floats(dz),
            arrays.floats(x),
            arrays.ints(0),
            arrays.ints(0, rows, 0),
            sums,
            arrays.floats(theta),
            arrays.floats(activation == 0 ? new float[1] : saved),
            gradient,
            0,
            capacity,
            inputs,
            outputs,
            WEIGHT_OFFSET,
            WEIGHT_OFFSET + inputs * outputs,
            size,
            parts,
            activation,
            groups)
        .run();

    double[] expected = new double[capacity * inputs];
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < inputs; j++) {
        double sum = 0;
        for (int k = 0; k < outputs; k++) {
          sum += (double) dz[i * outputs + k] * theta[WEIGHT_OFFSET + k * inputs + j];
        }
        int at = i * inputs + j;
        expected[at] = sum * Float64.slope(activation, saved[at]);
      }
    }
    assertClose("∂C/∂x", gradient.read(), expected, 2 * lostBySumming(outputs));
    double[] ofParameters =
        parameterGradient(dz, x, IntStream.range(0, rows).toArray(), inputs, outputs);
    double[] behindOffset = new double[size];
    System.arraycopy(ofParameters, 0, behindOffset, WEIGHT_OFFSET, ofParameters.length);
    assertClose("g", total(sums, size), behindOffset, lostBySumming(rows));
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1, 1, 1, 0, 16",
    "1, 1, 1, 1, 2, 16",
    "7, 5, 33, 3, 1, 16",
    "300, 257, 17, 70, 2, 24",
    "1500, 1029, 37, 10, 1, 16",
    "3001, 1000, 21, 9, 0, 24",
    "1030, 1027, 49, 9, 2, 16",
    "130, 130, 300, 131, 2, 16",
    "700, 651, 53, 19, 1, 24",
    "400, 389, 15, 67, 0, 16",
    "400, 391, 37, 300, 2, 16",
    "2049, 1100, 64, 65, 1, 24",
    "210, 205, 5, 49, 0, 16",
    "210, 203, 3, 11, 2, 24",
  })
  void firstLayerSumsOverTheRows(
      int capacity, int rows, int inputs, int outputs, int source, int header) {
    Arrays arrays = new Arrays(device, header);
    int offset = 2;
    int parts = Math.ceilDiv(capacity, ROWS_PER_PART);
    float[] dz = randomFloats(capacity * outputs);
    float[] x = randomFloats((offset + rows) * inputs);
    int[] order = random.ints(offset + rows, 0, offset + rows).toArray();
    int size = inputs * outputs + outputs;
    Array sums = arrays.floats(randomFloats(parts * size));

    arrays
        .task(
            launches.layerGradients(parts, inputs, outputs, 0),
            arrays.floats(dz),
            arrays.floats(x),
            arrays.ints(source == ORDER ? order : new int[1]),
            arrays.ints(offset, rows, 0),
            sums,
            source,
            capacity,
            inputs,
            outputs,
            0,
            inputs * outputs,
            size,
            parts,
            0,
            0)
        .run();

    int[] rowsOfX =
        IntStream.range(0, rows)
            .map(i -> source == ORDER ? order[offset + i] : source * offset + i)
            .toArray();
    assertClose(
        "g",
        total(sums, size),
        parameterGradient(dz, x, rowsOfX, inputs, outputs),
        lostBySumming(rows));
  }

  /**
   * ∂C/∂W and behind it ∂C/∂b, where row i of ∂C/∂z belongs to a row of x that {@code rows} names.
   */
  private static double[] parameterGradient(
      float[] dz, float[] x, int[] rows, int inputs, int outputs) {
    double[] gradient = new double[(inputs + 1) * outputs];
    for (int i = 0; i < rows.length; i++) {
      for (int o = 0; o < outputs; o++) {
        for (int j = 0; j < inputs; j++) {
          gradient[o * inputs + j] += (double) dz[i * outputs + o] * x[rows[i] * inputs + j];
        }
        gradient[inputs * outputs + o] += dz[i * outputs + o];
      }
    }
    return gradient;
  }

  /** The sum of the parts of g. */
  private static float[] total(Array sums, int size) {
    float[] all = sums.read();
    float[] total = new float[size];
    for (int i = 0; i < all.length; i++) {
      total[i % size] += all[i];
    }
    return total;
  }

  @Test
  void parameterGradientOfARunningSumThatGoesFarAndComesBack() {
    // With these numbers one of the sums, row by row, is 55 on its way to 0.051.
    random.setSeed(72234133174706L);
    firstLayerSumsOverTheRows(2049, 1100, 64, 65, 1, 24);
  }
}
