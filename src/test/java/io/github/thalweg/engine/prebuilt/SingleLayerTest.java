package io.github.thalweg.engine.prebuilt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.thalweg.engine.prebuilt.Launches.SingleLayer;
import io.github.thalweg.engine.prebuilt.OpenClDevice.Array;
import io.github.thalweg.engine.prebuilt.OpenClDevice.Arrays;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Steps of models of one layer, each row read once, against float64. */
@ParameterizedClass
@EnumSource
class SingleLayerTest extends PrebuiltTest {
  private static final int CROSS_ENTROPY = 3;
  private static final int GELU = 4;
  private static final float DELTA = 0.7f;
  private static final int WEIGHT_OFFSET = 2;
  private static final int OFFSET = 6;

  SingleLayerTest(Shape shape) {
    super(shape);
  }

  static List<UpdateRule> rules() {
    return UpdateRule.all(WEIGHT_OFFSET + (13 + 1) * 3);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0, 4, 2, 1, 1, false, 16",
    "0, 0, 64, 1, 1000, 1000, false, 16",
    "0, 4, 17, 3, 300, 277, true, 24",
    "1, 1, 37, 2, 95, 70, false, 24",
    "2, 0, 13, 1, 700, 613, true, 16",
    "3, 0, 64, 10, 128, 97, true, 16",
    "3, 2, 100, 19, 64, 3, false, 16",
    "3, 0, 784, 10, 40, 40, false, 24",
    "0, 0, 1, 300, 9, 7, false, 16",
  })
  void gradientAndMeanLossFollowTheirFormulas(
      int loss,
      int activation,
      int inputs,
      int outputs,
      int capacity,
      int rows,
      boolean gathered,
      int header) {
    assumeTrue(launches.fitsSingleLayer(inputs, outputs), "too large for a work group");
    Step step = new Step(new Arrays(device, header), loss, activation, inputs, outputs, gathered);
    step.take(capacity, rows);

    assertClose("g", step.sumOfGradients(), step.expectedGradient, 3e-6 * Math.sqrt(rows));
    assertClose(
        "losses", step.sumOfLosses(), new double[] {step.expectedLoss * step.values(rows)}, 1e-5);
  }

  @ParameterizedTest
  @MethodSource("rules")
  void stepsInOneLaunchAreTheSameAsStepsOneByOne(UpdateRule rule) {
    int steps = 6;
    boolean gathered = random.nextBoolean();
    Step loop = new Step(arrays, CROSS_ENTROPY, 0, 13, 3, gathered);
    int count = loop.theta.length;
    double[] expected = Float64.of(loop.theta);
    Array theta = arrays.floats(loop.theta);
    int begin = 2;
    double[] losses = new double[begin + steps + 1];
    int[] window = new int[3 + 2 * (begin + steps + 1)];
    window[2] = begin;
    float[] rates = new float[3 + 3 * (begin + steps + 1)];
    for (int s = 0; s < steps; s++) {
      int rows = s % 2 == 0 ? 41 : 300;
      window[3 + 2 * (begin + s)] = OFFSET;
      window[4 + 2 * (begin + s)] = rows;
      System.arraycopy(rule.rates(0.01f, s + 1), 0, rates, 3 + 3 * (begin + s), 3);
      for (int i = 0; i < count; i++) {
        loop.theta[i] = (float) expected[i];
      }
      loop.expect(rows);
      losses[begin + s] = loop.expectedLoss;
      for (int i = WEIGHT_OFFSET; i < count; i++) {
        expected[i] = rule.update(i, expected[i], loop.expectedGradient[i], 0.01f, s + 1);
      }
    }
    Array lossArray = arrays.floats(new float[begin + steps + 1]);
    Array windows = arrays.ints(window);
    Array gradient = arrays.floats(new float[count]);
    Array z = arrays.floats(0);
    Array y = arrays.floats(new float[300 * 3]);
    Array dz = arrays.floats(new float[300 * 3]);
    Array state = arrays.floats(new float[Math.max(1, rule.slots() * count)]);
    List<Object> arguments =
        new ArrayList<>(
            List.of(
                arrays.floats(loop.x),
                targets(arrays, CROSS_ENTROPY, loop.t),
                arrays.ints(loop.order),
                windows,
                arrays.floats(rates),
                arrays.ints(steps),
                theta,
                z,
                y,
                dz,
                gradient,
                state,
                lossArray,
                WEIGHT_OFFSET,
                WEIGHT_OFFSET + 13 * 3,
                DELTA,
                count));
    arguments.addAll(rule.scalars(count));
    while (arguments.size() < 24) {
      arguments.add(0);
    }
    arguments.addAll(List.of(13, 3, 0, CROSS_ENTROPY, gathered ? 1 : 0, rule.number()));

    arrays.task(launches.singleLayerSteps(loop.layer(), rule.number()), arguments.toArray()).run();

    assertClose("θ", theta.read(), expected, 1e-4);
    assertClose("losses", lossArray.read(), losses, 1e-4);
    assertThat(windows.readInts(3))
        .as("the window of the step behind the last")
        .containsExactly(
            window[3 + 2 * (begin + steps)], window[4 + 2 * (begin + steps)], begin + steps);
    assertClose("g", gradient.read(), loop.expectedGradient, 1e-4);
    y.read();
    dz.read();
    state.read();
  }

  @Test
  void aModelTooLargeForAWorkItemIsRefused() {
    boolean cpu = launches instanceof CpuLaunches;
    SingleLayer fits = cpu ? layer(784, 20) : layer(681, 3);
    SingleLayer tooLarge = cpu ? layer(784, 21) : layer(682, 3);

    assertThat(launches.fitsSingleLayer(fits.inputs(), fits.outputs())).isTrue();
    assertThat(launches.fitsSingleLayer(tooLarge.inputs(), tooLarge.outputs())).isFalse();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> launches.singleLayer(64, tooLarge))
        .withMessage(
            "%d × %d weights are too many for a work group."
                .formatted(tooLarge.inputs(), tooLarge.outputs()));
  }

  private static SingleLayer layer(int inputs, int outputs) {
    return new SingleLayer(inputs, outputs, 0, 0, false);
  }

  /** A model with random weights and its arrays, and what a step of it must give. */
  private final class Step {
    private static final int DATA = 1300;
    private final Arrays arrays;
    private final int loss;
    private final int activation;
    private final int inputs;
    private final int outputs;
    private final boolean gathered;
    private final int columns;
    private final float[] x;
    private final float[] t;
    private final int[] order = random.ints(DATA, 0, DATA).toArray();
    private final float[] theta;
    private Array gradients;
    private Array rowLoss;
    private double[] expectedGradient;
    private double expectedLoss;
    private double[] expectedZ;
    private double[] expectedY;
    private double[] expectedDz;

    private Step(
        Arrays arrays, int loss, int activation, int inputs, int outputs, boolean gathered) {
      this.arrays = arrays;
      this.loss = loss;
      this.activation = activation;
      this.inputs = inputs;
      this.outputs = outputs;
      this.gathered = gathered;
      columns = loss == CROSS_ENTROPY ? 1 : outputs;
      x = randomFloats(DATA * inputs);
      t = Float64.targets(random, loss, DATA, outputs);
      theta = randomFloats(WEIGHT_OFFSET + (inputs + 1) * outputs);
      for (int i = 0; i < theta.length; i++) {
        theta[i] /= (float) Math.sqrt(inputs);
      }
    }

    private SingleLayer layer() {
      return new SingleLayer(inputs, outputs, activation, loss, gathered);
    }

    /** Values that a mean is of. */
    private double values(int rows) {
      return (double) rows * columns;
    }

    /** Random numbers where a gradient belongs, and 0 where the layer has no weight. */
    private float[] garbage(int parts) {
      float[] values = randomFloats(parts * theta.length);
      for (int i = 0; i < values.length; i++) {
        values[i] = i % theta.length < WEIGHT_OFFSET ? 0 : values[i];
      }
      return values;
    }

    private float[] sumOfGradients() {
      float[] sum = new float[theta.length];
      float[] all = gradients.read();
      for (int i = 0; i < all.length; i++) {
        sum[i % sum.length] += all[i];
      }
      return sum;
    }

    private float[] sumOfLosses() {
      float sum = 0;
      for (float loss : rowLoss.read()) {
        sum += loss;
      }
      return new float[] {sum};
    }

    private void take(int capacity, int rows) {
      int parts = launches.singleLayerParts(capacity);
      gradients = arrays.floats(garbage(parts));
      rowLoss = arrays.floats(randomFloats(parts));
      Array z = arrays.floats(new float[activation == GELU ? capacity * outputs : 1]);
      Array y = arrays.floats(new float[capacity * outputs]);
      Array dz = arrays.floats(new float[capacity * outputs]);

      arrays
          .task(
              launches.singleLayer(capacity, layer()),
              arrays.floats(x),
              targets(arrays, loss, t),
              gathered ? arrays.ints(order) : arrays.ints(0),
              arrays.ints(OFFSET, rows, 1),
              arrays.floats(theta),
              z,
              y,
              dz,
              gradients,
              rowLoss,
              capacity,
              theta.length,
              WEIGHT_OFFSET,
              WEIGHT_OFFSET + inputs * outputs,
              DELTA,
              inputs,
              outputs,
              activation,
              loss,
              gathered ? 1 : 0)
          .run();

      expect(rows);
      assertRows("y", y.read(), expectedY);
      assertRows("∂C/∂z", dz.read(), expectedDz);
      if (activation == GELU) {
        assertRows("z", z.read(), expectedZ);
      }
    }

    private void assertRows(String what, float[] all, double[] expected) {
      assertClose(what, java.util.Arrays.copyOf(all, expected.length), expected, 1e-5);
    }

    private void expect(int rows) {
      int bias = WEIGHT_OFFSET + inputs * outputs;
      expectedGradient = new double[theta.length];
      expectedLoss = 0;
      expectedZ = new double[rows * outputs];
      expectedY = new double[rows * outputs];
      expectedDz = new double[rows * outputs];
      for (int i = 0; i < rows; i++) {
        int row = gathered ? order[OFFSET + i] : OFFSET + i;
        double[] z = new double[outputs];
        double[] y = new double[outputs];
        for (int k = 0; k < outputs; k++) {
          z[k] = theta[bias + k];
          for (int j = 0; j < inputs; j++) {
            z[k] += (double) theta[WEIGHT_OFFSET + k * inputs + j] * x[row * inputs + j];
          }
          y[k] = Float64.activation(activation, z[k]);
        }
        double[] saved = activation == GELU ? z : y.clone();
        System.arraycopy(z, 0, expectedZ, i * outputs, outputs);
        System.arraycopy(y, 0, expectedY, i * outputs, outputs);
        expectedLoss += Float64.loss(loss, DELTA, y, t, row * columns);
        for (int k = 0; k < outputs; k++) {
          double g = y[k] * Float64.slope(activation, saved[k]) / ((double) rows * columns);
          expectedDz[i * outputs + k] = g;
          expectedGradient[bias + k] += g;
          for (int j = 0; j < inputs; j++) {
            expectedGradient[WEIGHT_OFFSET + k * inputs + j] += g * x[row * inputs + j];
          }
        }
      }
      expectedLoss /= (double) rows * columns;
    }
  }
}
