package io.github.thalweg.engine.prebuilt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.thalweg.engine.prebuilt.OpenClDevice.Array;
import io.github.thalweg.engine.prebuilt.OpenClDevice.Task;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The optimizers' rules over several steps against float64. */
@ParameterizedClass
@EnumSource
class UpdatesTest extends PrebuiltTest {
  private static final int COUNT = 1003;
  private static final int STEPS = 7;

  /** Gradients that are followed for long. */
  private static final int WAYS = 40;

  UpdatesTest(Shape shape) {
    super(shape);
  }

  static List<UpdateRule> rules() {
    return UpdateRule.all(COUNT);
  }

  @ParameterizedTest
  @MethodSource("rules")
  void rulesFollowTheirFormulasOnTheSumOfTheParts(UpdateRule rule) {
    rulesFollowTheirFormulas(rule, 1 + random.nextInt(200), Float.NaN);
  }

  @ParameterizedTest
  @MethodSource("rules")
  void rulesFollowTheirFormulasOnAClippedGradient(UpdateRule rule) {
    rulesFollowTheirFormulas(rule, 3, random.nextBoolean() ? 0.3f : 2000);
  }

  /** With a maximum the parts are added up already, so that only the first counts. */
  private void rulesFollowTheirFormulas(UpdateRule rule, int parts, float maximum) {
    boolean clips = !Float.isNaN(maximum);
    float[] start = randomFloats(COUNT);
    float[] gradient = randomFloats(parts * COUNT);
    for (int i = 0; i < gradient.length; i++) {
      gradient[i] /= (float) Math.sqrt(parts);
    }
    Array theta = arrays.floats(start);
    Array state = arrays.floats(new float[Math.max(1, rule.slots() * COUNT)]);
    double[] expected = Float64.of(start);
    for (int step = 1; step <= STEPS; step++) {
      float[] g = gradient.clone();
      double[] sum = new double[COUNT];
      double squares = 0;
      for (int i = 0; i < g.length; i++) {
        g[i] *= step % 3 - 0.7f;
        if (!clips || i < COUNT) {
          sum[i % COUNT] += g[i];
          squares += g[i] * (double) g[i];
        }
      }
      float norm = clips ? (float) Math.sqrt(squares) : Float.NaN;
      double factor = clips ? Math.min(1, maximum / (norm + 1e-6)) : 1;
      Array gradients = arrays.floats(g);
      float rate = 0.01f / step;
      List<Object> arguments = new ArrayList<>(List.of(theta, gradients));
      if (rule.slots() > 0) {
        arguments.add(state);
      }
      arguments.add(arrays.floats(rule.rates(rate, step)));
      arguments.addAll(List.of(arrays.floats(norm), COUNT, parts, clips ? maximum : 0f));
      arguments.addAll(rule.scalars(COUNT));

      arrays.task(launches.update(rule.operation(), COUNT), arguments.toArray()).run();

      for (int i = 0; i < COUNT; i++) {
        sum[i] *= factor;
      }
      float[] seen = java.util.Arrays.copyOf(gradients.read(), COUNT);
      assertClose("g", seen, sum, 1e-5);
      for (int i = 0; i < COUNT; i++) {
        expected[i] = rule.update(i, expected[i], seen[i], rate, step);
      }
    }
    assertClose("θ", theta.read(), expected, 1e-5);
    state.read();
  }

  static List<UpdateRule> rulesWithMemory() {
    return UpdateRule.withMemory(WAYS);
  }

  /**
   * Gradients that fade, alternate in sign, grow and stay the same. Of the last, which a centred
   * rule divides by a variance that is all rounding, only that it gives a number.
   */
  @ParameterizedTest
  @MethodSource("rulesWithMemory")
  void threeThousandStepsFollowTheirFormulas(UpdateRule rule) {
    Array theta = arrays.floats(new float[WAYS]);
    Array gradients = arrays.floats(new float[WAYS]);
    Array rates = arrays.floats(new float[3]);
    List<Object> arguments =
        new ArrayList<>(
            List.of(theta, gradients, arrays.floats(new float[rule.slots() * WAYS]), rates));
    arguments.addAll(List.of(arrays.floats(0), WAYS, 1, 0f));
    arguments.addAll(rule.scalars(WAYS));
    Task update = arrays.task(launches.update(rule.operation(), WAYS), arguments.toArray());
    float[] constants = randomFloats(WAYS);
    double[] expected = new double[WAYS];
    double[] way = new double[WAYS];
    for (int step = 1; step <= 3000; step++) {
      float[] g = constants.clone();
      int sign = step % 2 == 0 ? 1 : -1;
      g[0] = (float) Math.pow(0.99, step);
      g[1] = (float) (sign * Math.pow(0.999, step));
      g[2] = (float) (1e-3 * Math.pow(1.005, step));
      gradients.write(g);
      rates.write(rule.rates(1e-3f, step));
      update.run();
      for (int i = 0; i < WAYS; i++) {
        double next = rule.update(i, expected[i], g[i], 1e-3f, step);
        way[i] += Math.abs(next - expected[i]);
        expected[i] = next;
      }
    }
    float[] actual = theta.read();
    for (int i = 0; i < WAYS; i++) {
      String what = "θ[%d] by the kernels for a %s".formatted(i, shape);
      assertThat(actual[i]).as(what).isFinite();
      if (i < 3 || !(rule instanceof UpdateRule.RmsProp)) {
        assertThat((double) actual[i]).as(what).isCloseTo(expected[i], within(1e-3 * way[i]));
      }
    }
  }
}
