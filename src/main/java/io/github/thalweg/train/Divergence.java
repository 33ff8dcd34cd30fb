package io.github.thalweg.train;

import io.github.thalweg.data.Dataset;
import io.github.thalweg.nn.Loss;
import io.github.thalweg.optim.Optimizer;
import io.github.thalweg.recipe.Start;
import io.github.thalweg.text.Numbers;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;

/**
 * Whether a run with finite losses has still diverged: its last epoch's train loss is more than
 * {@link #FACTOR} times both the loss of its first step and the loss of a model that always answers
 * 0. The first step alone could be low by luck, and the zero model alone could be low for data in
 * large units. A loss that only jumps around its minimum is far below both.
 */
public final class Divergence {
  /** A smaller factor may be a hard batch, or a large step that later steps correct. */
  public static final double FACTOR = 10;

  /** Standardised features have size 1. */
  private static final double LARGE_FEATURES = 2;

  private static final double LARGE_TARGETS = 100;
  private static final MathContext ONE_DIGIT = new MathContext(1);

  private Divergence() {}

  /**
   * A sentence that says so, if it has.
   *
   * @param first the loss of the run's first step
   * @param last the train loss of its last epoch
   */
  public static Optional<String> of(PreparedRun run, double first, double last) {
    double untrained = ofZeroOutputs(run);
    if (!(last > FACTOR * Math.max(first, untrained))) {
      return Optional.empty();
    }
    return Optional.of(
        "It diverged: the train loss of its last epoch is "
            + Numbers.significant(last, 4)
            + ", that of its first step was "
            + Numbers.significant(first, 4)
            + ". "
            + remedy(run));
  }

  /**
   * A sentence with remedies for a growing loss that the run does not use yet. An ε of 0 comes
   * first: no learning rate helps when 0 is divided by 0. The curvature of the loss grows with the
   * squares of the features, and the slope of a squared error with the targets, so large ones come
   * next. A limit for the gradient's norm is not a remedy: it would have to be so low that the
   * model learns nothing.
   */
  static String remedy(PreparedRun run) {
    return "Try " + ways(run) + ".";
  }

  /** The same without a beginning and an end. */
  static String ways(PreparedRun run) {
    List<String> ways = smallerNumbers(run);
    ways.add("a smaller learning rate (a tenth, a hundredth …)");
    return withoutEpsilon(run.program().training().optimizer())
            .map(epsilon -> epsilon + "; if that is not enough, ")
            .orElse("")
        + either(ways);
  }

  /**
   * As {@link #remedy}, for a loss that was not finite before the first update: the learning rate
   * is not the cause.
   */
  static String remedyAtTheStart(PreparedRun run) {
    List<String> ways = smallerNumbers(run);
    if (!(run.recipe().start() instanceof Start.Random)) {
      ways.add("start weights nearer to 0");
    }
    if (ways.isEmpty()) {
      ways.add("smaller numbers in the data");
    }
    return "Try " + either(ways) + ".";
  }

  private static List<String> smallerNumbers(PreparedRun run) {
    List<String> ways = new ArrayList<>();
    Dataset data = run.data().train();
    double targets = largestRms(data.targets(), data.targetColumns());
    if (run.recipe().loss() instanceof Loss.Mse && targets > LARGE_TARGETS) {
      ways.add(
          "targets in larger units, nearer to 1 (they are about "
              + Numbers.significant(new BigDecimal(targets).round(ONE_DIGIT).doubleValue(), 1)
              + ")");
    }
    if (!run.recipe().data().standardize()
        && largestRms(data.features(), data.columns()) > LARGE_FEATURES) {
      ways.add("data.standardize: true");
    }
    return ways;
  }

  private static String either(List<String> ways) {
    String last = ways.removeLast();
    return (ways.isEmpty() ? "" : String.join(", ", ways) + " or ") + last;
  }

  /** The setting for an ε that is 0 in float32; it prevents a division by a root of 0. */
  private static Optional<String> withoutEpsilon(Optimizer optimizer) {
    String name =
        switch (optimizer) {
          case Optimizer.Adam adam -> adam.decoupledDecay() ? "adamw" : "adam";
          case Optimizer.RmsProp _ -> "rmsprop";
          case Optimizer.Sgd _ -> "sgd";
        };
    double epsilon =
        switch (optimizer) {
          case Optimizer.Adam adam -> adam.epsilon();
          case Optimizer.RmsProp rule -> rule.epsilon();
          case Optimizer.Sgd _ -> 1;
        };
    return epsilon >= Float.MIN_NORMAL
        ? Optional.empty()
        : Optional.of(
            "optimizer."
                + name
                + ".eps: 1e-8 (with "
                + Numbers.setting(epsilon)
                + ", a weight with gradients of 0 becomes 0/0)");
  }

  /** The largest root mean square of a column. */
  private static double largestRms(FloatBuffer values, int columns) {
    double[] squares = new double[columns];
    for (int i = 0; i < values.capacity(); i++) {
      squares[i % columns] += (double) values.get(i) * values.get(i);
    }
    return Math.sqrt(DoubleStream.of(squares).max().orElse(0) * columns / values.capacity());
  }

  /** The mean loss over all rows of a model whose outputs are 0. */
  static double ofZeroOutputs(PreparedRun run) {
    Dataset data = run.data().train();
    return switch (run.program().training().loss()) {
      case Loss.CrossEntropy _ -> Math.log(run.program().training().model().outputs());
      case Loss.BceWithLogits _ -> Math.log(2);
      case Loss.Mse _ -> mean(data.targets(), Double.POSITIVE_INFINITY, 1);
      case Loss.Huber(double delta) -> mean(data.targets(), delta, 0.5);
    };
  }

  /** Mean of a·t² up to |t| = δ, and of Huber's straight line beyond. */
  private static double mean(FloatBuffer targets, double delta, double a) {
    double sum = 0;
    for (int i = 0; i < targets.capacity(); i++) {
      double t = Math.abs(targets.get(i));
      sum += t <= delta ? a * t * t : delta * (t - delta / 2);
    }
    return sum / targets.capacity();
  }
}
