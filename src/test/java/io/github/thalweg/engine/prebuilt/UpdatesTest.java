package io.github.thalweg.engine.prebuilt;

import io.github.thalweg.engine.prebuilt.OpenClDevice.Array;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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

  UpdatesTest(Shape shape) {
    super(shape);
  }

  static List<UpdateRule> rules() {
    return UpdateRule.all(COUNT);
  }

  @ParameterizedTest
  @MethodSource("rules")
  void rulesFollowTheirFormulas(UpdateRule rule) {
    String entry = rule.name().substring(0, 1).toLowerCase(Locale.ROOT) + rule.name().substring(1);
    float[] start = randomFloats(COUNT);
    float[] gradient = randomFloats(COUNT);
    Array theta = arrays.floats(start);
    Array state = arrays.floats(new float[Math.max(1, rule.slots() * COUNT)]);
    double[] expected = Float64.of(start);
    for (int step = 1; step <= STEPS; step++) {
      float[] g = gradient.clone();
      for (int i = 0; i < COUNT; i++) {
        g[i] *= step % 3 - 0.7f;
      }
      float rate = 0.01f / step;
      List<Object> arguments = new ArrayList<>(List.of(theta, arrays.floats(g)));
      if (rule.slots() > 0) {
        arguments.add(state);
      }
      arguments.add(arrays.floats(rule.rates(rate, step)));
      arguments.addAll(rule.scalars(COUNT));

      arrays.task(launches.update(entry + "Update", COUNT), arguments.toArray()).run();

      for (int i = 0; i < COUNT; i++) {
        expected[i] = rule.update(i, expected[i], g[i], rate, step);
      }
    }
    assertClose("θ", theta.read(), expected, 1e-5);
    state.read();
  }
}
