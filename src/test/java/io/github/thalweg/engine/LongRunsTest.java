package io.github.thalweg.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.thalweg.TestSeed;
import io.github.thalweg.data.Batches;
import io.github.thalweg.data.Dataset;
import io.github.thalweg.data.Task;
import io.github.thalweg.nn.Dense;
import io.github.thalweg.nn.Loss;
import io.github.thalweg.nn.Model;
import io.github.thalweg.optim.Optimizer;
import io.github.thalweg.optim.Schedule;
import io.github.thalweg.program.Training;
import io.github.thalweg.program.TrainingProgram;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Three thousand steps of every rule that remembers gradients, beside PyTorch's formulas in
 * float64: gradients that fade, alternate in sign, grow, stay the same, are zero, or change their
 * ways.
 *
 * <p>The derivative of a Huber loss far from its target is δ = 1 whatever the weights are, so that
 * the gradient of a step with one row is the row itself.
 */
public abstract class LongRunsTest {
  private static final int STEPS = 3000;

  /** What roundings add up to, relative to the way that a weight has gone. */
  private static final double OF_WAY = 3e-4;

  /** Of the two averages whose difference is a centred rule's variance, relative. */
  private static final double OF_VARIANCE = 64 * 0x1p-24;

  private static final int WAYS = 10;

  /** The device under test. */
  protected abstract Device device();

  static Stream<Optimizer> rulesWithMemory() {
    return Stream.of(
        new Optimizer.Sgd(1e-3, 0.9, false, 0),
        new Optimizer.Sgd(1e-3, 0.99, true, 0.01),
        new Optimizer.Adam(1e-3, 0.9, 0.999, 1e-8, 0, false),
        new Optimizer.Adam(1e-3, 0.9, 0.95, 1e-6, 0.01, false),
        new Optimizer.Adam(1e-3, 0.9, 0.999, 1e-8, 0.1, true),
        new Optimizer.RmsProp(1e-3, 0.99, 1e-8, 0, 0, false),
        new Optimizer.RmsProp(1e-3, 0.9, 1e-8, 0.01, 0.9, false),
        new Optimizer.RmsProp(1e-3, 0.99, 1e-8, 0, 0, true),
        new Optimizer.RmsProp(1e-3, 0.9, 1e-2, 0, 0, true),
        new Optimizer.RmsProp(1e-3, 0.99, 1e-8, 0, 0.9, true));
  }

  @ParameterizedTest
  @MethodSource("rulesWithMemory")
  void threeThousandStepsFollowTheFormula(Optimizer optimizer) {
    float[] gradients = gradients();
    try (Session session = device().open(program(optimizer))) {
      session.load(
          new Dataset(STEPS, WAYS, gradients, 1, farTargets(), new Task.Regression()),
          Optional.empty());
      session.train(STEPS);
      double[] found = session.state().parameters().doubles();

      TorchRules formula = new TorchRules(new double[WAYS]);
      double[] allowed = new double[WAYS];
      double[] before = new double[WAYS];
      for (int step = 0; step < STEPS; step++) {
        double[] g = new double[WAYS];
        for (int i = 0; i < WAYS; i++) {
          g[i] = gradients[step * WAYS + i];
        }
        formula.step(optimizer, g, step + 1);
        for (int i = 0; i < WAYS; i++) {
          allowed[i] += OF_WAY * Math.abs(formula.theta[i] - before[i]);
          allowed[i] += ofVariance(optimizer, formula, g[i], i);
        }
        before = formula.theta.clone();
      }
      for (int i = 0; i < WAYS; i++) {
        assertThat(found[i])
            .as("%s, gradient %d", optimizer, i)
            .isFinite()
            .isCloseTo(formula.theta[i], within(allowed[i] + 1e-30));
      }
    }
  }

  /** What a step may be off by because a variance is a difference of two rounded averages. */
  private static double ofVariance(Optimizer optimizer, TorchRules formula, double g, int i) {
    if (!(optimizer instanceof Optimizer.RmsProp rule) || !rule.centered()) {
      return 0;
    }
    double square = formula.second[i];
    double ofMean = formula.first[i] * formula.first[i];
    double error = OF_VARIANCE * (square + ofMean);
    double variance = Math.max(0, square - ofMean);
    double shortest = Math.sqrt(Math.max(0, variance - error)) + rule.epsilon();
    double longest = Math.sqrt(variance + error) + rule.epsilon();
    double step = Math.abs(g + rule.weightDecay() * formula.theta[i]);
    return rule.learningRate() * step * (1 / shortest - 1 / longest) / (1 - rule.momentum());
  }

  private static TrainingProgram program(Optimizer optimizer) {
    return TrainingProgram.of(
        new Training(
            new Model(WAYS, List.of(new Dense(1, false))),
            new Loss.Huber(1),
            optimizer,
            new Schedule.Constant(0),
            OptionalDouble.empty(),
            new Batches(STEPS, 1, false, 0),
            1));
  }

  private static float[] farTargets() {
    float[] targets = new float[STEPS];
    Arrays.fill(targets, -1e30f);
    return targets;
  }

  /** The gradients of each step, a column for each of their ways. */
  private static float[] gradients() {
    Random random = TestSeed.random();
    float[] gradients = new float[STEPS * WAYS];
    for (int step = 0; step < STEPS; step++) {
      int sign = step % 2 == 0 ? 1 : -1;
      boolean late = step >= STEPS / 2;
      double[] ways = {
        Math.pow(0.99, step),
        Math.pow(0.9, step),
        0.3 * sign,
        sign * Math.pow(0.995, step),
        1e-3 * Math.pow(1.005, step),
        sign * Math.pow(1.003, step),
        0.7,
        0,
        random.nextGaussian(),
        late ? random.nextGaussian() : 0,
      };
      for (int i = 0; i < WAYS; i++) {
        gradients[step * WAYS + i] = (float) ways[i];
      }
    }
    return gradients;
  }
}
