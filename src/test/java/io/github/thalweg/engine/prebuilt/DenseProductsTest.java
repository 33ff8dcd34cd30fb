package io.github.thalweg.engine.prebuilt;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.thalweg.engine.prebuilt.OpenClDevice.Array;
import io.github.thalweg.engine.prebuilt.OpenClDevice.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The three products of a dense layer against plain float64 loops. */
@ParameterizedClass
@EnumSource
class DenseProductsTest extends PrebuiltTest {
  private static final int WEIGHT_OFFSET = 5;
  private static final int ROWS_PER_PART = 1024;
  private static final int ORDER = 2;

  DenseProductsTest(Shape shape) {
    super(shape);
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1, 1, 1, 0, 0, 16",
    "1, 1, 1, 1, 0, 2, 16",
    "7, 5, 3, 33, 1, 2, 16",
    "13, 13, 257, 17, 2, 1, 24",
    "64, 61, 300, 37, 3, 0, 16",
    "131, 131, 31, 70, 4, 1, 24",
    "40, 9, 530, 10, 1, 2, 16",
    "65, 61, 300, 37, 0, 2, 24",
    "9, 9, 401, 49, 1, 1, 16",
    "33, 29, 193, 16, 2, 0, 24",
    "21, 17, 385, 113, 0, 2, 16",
  })
  void forwardAddsBiasAndActivates(
      int capacity, int rows, int inputs, int outputs, int activation, int source, int header) {
    Arrays arrays = new Arrays(device, header);
    int offset = 3;
    float[] x = randomFloats((rows + offset) * inputs);
    int[] order = random.ints(rows + offset, 0, rows + offset).toArray();
    float[] theta = randomFloats(WEIGHT_OFFSET + (inputs + 1) * outputs);
    int bias = WEIGHT_OFFSET + inputs * outputs;
    for (int keepsZ = 0; keepsZ <= 1; keepsZ++) {
      for (int biasOffset : new int[] {-1, bias}) {
        Array z = arrays.floats(new float[keepsZ == 1 ? capacity * outputs : 1]);
        Array y = arrays.floats(new float[capacity * outputs]);

        arrays
            .task(
                launches.linear(capacity, outputs),
                arrays.floats(x),
                arrays.ints(source == ORDER ? order : new int[1]),
                arrays.floats(theta),
                arrays.ints(offset, rows, 0),
                z,
                y,
                source,
                capacity,
                inputs,
                outputs,
                WEIGHT_OFFSET,
                biasOffset,
                activation,
                keepsZ)
            .run();

        double[] sums = new double[capacity * outputs];
        double[] values = new double[capacity * outputs];
        for (int i = 0; i < rows; i++) {
          int row = source == ORDER ? order[offset + i] : source * offset + i;
          for (int j = 0; j < outputs; j++) {
            double sum = biasOffset < 0 ? 0 : theta[biasOffset + j];
            for (int k = 0; k < inputs; k++) {
              sum += (double) x[row * inputs + k] * theta[WEIGHT_OFFSET + j * inputs + k];
            }
            sums[i * outputs + j] = sum;
            values[i * outputs + j] = Float64.activation(activation, sum);
          }
        }
        double tolerance = lostBySumming(inputs);
        assertClose("y", y.read(), values, tolerance);
        if (keepsZ == 1) {
          assertClose("z", z.read(), sums, tolerance);
        }
      }
    }
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
  })
  void inputGradientGoesThroughTheActivation(
      int capacity, int rows, int inputs, int outputs, int activation, int header) {
    Arrays arrays = new Arrays(device, header);
    float[] dz = randomFloats(capacity * outputs);
    float[] theta = randomFloats(WEIGHT_OFFSET + inputs * outputs);
    float[] saved = randomFloats(capacity * inputs);
    for (int k = 0; k < saved.length; k++) {
      // As tanh leaves it: 1 − y² of any other y would magnify the roundings of the sum.
      saved[k] = (float) Math.tanh(saved[k]);
    }
    Array gradient = arrays.floats(new float[capacity * inputs]);

    arrays
        .task(
            launches.inputGradient(capacity, inputs),
            arrays.floats(dz),
            arrays.floats(theta),
            arrays.ints(0, rows, 0),
            arrays.floats(activation == 0 ? new float[1] : saved),
            gradient,
            capacity,
            inputs,
            outputs,
            WEIGHT_OFFSET,
            activation)
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
  void parameterGradientSumsOverTheRows(
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
            launches.parameterGradient(parts, inputs, outputs),
            arrays.floats(dz),
            arrays.floats(x),
            arrays.ints(source == ORDER ? order : new int[1]),
            arrays.ints(offset, rows, 0),
            sums,
            source,
            parts,
            inputs,
            outputs,
            0,
            inputs * outputs,
            size)
        .run();

    double[] expected = new double[size];
    for (int i = 0; i < rows; i++) {
      int row = source == ORDER ? order[offset + i] : source * offset + i;
      for (int o = 0; o < outputs; o++) {
        for (int j = 0; j < inputs; j++) {
          expected[o * inputs + j] += (double) dz[i * outputs + o] * x[row * inputs + j];
        }
        expected[inputs * outputs + o] += dz[i * outputs + o];
      }
    }
    float[] all = sums.read();
    float[] total = new float[size];
    for (int i = 0; i < all.length; i++) {
      total[i % size] += all[i];
    }
    assertClose("g", total, expected, lostBySumming(rows));
  }

  @Test
  void parameterGradientOfARunningSumThatGoesFarAndComesBack() {
    // With these numbers one of the sums, row by row, is 55 on its way to 0.051.
    random.setSeed(72234133174706L);
    parameterGradientSumsOverTheRows(2049, 1100, 64, 65, 1, 24);
  }

  @ParameterizedTest
  @CsvSource({"0", "1", "2", "3", "4"})
  void passesNaNThroughTheRowItIsInAndNoOther(int activation) {
    int rows = 19;
    int inputs = 23;
    int outputs = 18;
    float[] x = randomFloats(rows * inputs);
    x[7 * inputs + 22] = Float.NaN;
    Array y = arrays.floats(new float[rows * outputs]);

    arrays
        .task(
            launches.linear(rows, outputs),
            arrays.floats(x),
            arrays.ints(0),
            arrays.floats(randomFloats((inputs + 1) * outputs)),
            arrays.ints(0, rows, 0),
            arrays.floats(0),
            y,
            0,
            rows,
            inputs,
            outputs,
            0,
            inputs * outputs,
            activation,
            0)
        .run();

    float[] values = y.read();
    for (int i = 0; i < rows * outputs; i++) {
      assertThat(Float.isNaN(values[i])).as("y[%d]", i).isEqualTo(i / outputs == 7);
    }
  }

  @ParameterizedTest
  @CsvSource({"334", "500", "4000"})
  void givesTheSameBitsHoweverTheWorkIsCut(int capacity) {
    int rows = 333;
    int inputs = 270;
    int outputs = 75;
    float[] x = randomFloats(rows * inputs);
    float[] theta = randomFloats((inputs + 1) * outputs);

    assertThat(forward(capacity, rows, inputs, outputs, x, theta))
        .startsWith(forward(rows, rows, inputs, outputs, x, theta));
  }

  private float[] forward(
      int capacity, int rows, int inputs, int outputs, float[] x, float[] theta) {
    Array y = arrays.floats(new float[capacity * outputs]);
    arrays
        .task(
            launches.linear(capacity, outputs),
            arrays.floats(x),
            arrays.ints(0),
            arrays.floats(theta),
            arrays.ints(0, rows, 0),
            arrays.floats(0),
            y,
            0,
            capacity,
            inputs,
            outputs,
            0,
            inputs * outputs,
            4,
            0)
        .run();
    return y.read();
  }

  /**
   * What float32 may lose of a sum of so many products of normal values. Where they are added one
   * by one, as on a GPU, the running sum grows with the root of their number, so what the additions
   * round away grows with the number itself: at most 1.5 · 2⁻²⁴ of it in millions of sums. Kernels
   * for CPUs add short sums, which lose less.
   */
  private double lostBySumming(int products) {
    double ofShortSums = 2e-6 * Math.sqrt(products);
    return shape == Shape.CPU ? ofShortSums : Math.max(ofShortSums, 3 * 0x1p-24 * products);
  }
}
