package io.github.thalweg.engine.prebuilt;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.thalweg.engine.prebuilt.OpenClDevice.Array;
import io.github.thalweg.engine.prebuilt.OpenClDevice.Arrays;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A dense layer, forward, against plain float64 loops. */
@ParameterizedClass
@EnumSource
class DenseForwardTest extends PrebuiltTest {
  private static final int WEIGHT_OFFSET = 5;
  private static final int ORDER = 2;

  DenseForwardTest(Shape shape) {
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
}
