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
 * Whether a run whose losses all stayed finite has diverged all the same: its last epoch's train
 * loss is more than {@link #FACTOR} times both the loss of its first step and the loss of a model
 * that answers 0 whatever it is asked. The second keeps a first batch that was right by luck from
 * making an honest loss look bad, the first keeps data of large units from doing so; a loss that
 * only rattles about its minimum is far below either.
 */
public final class Divergence {
  /** Less may be a hard batch or a large step that is made good later. */
  public static final double FACTOR = 10;

  /** Standardised features are of size 1. */
  private static final double LARGE_FEATURES = 2;

  private static final double LARGE_TARGETS = 100;
  private static final MathContext ONE_DIGIT = new MathContext(1);

  private Divergence() {}

  /**
   * A sentence that says so, if it has.
   *
   * @param first the loss that the run's first step saw
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
   * A sentence of what to try for a loss that grows, of what the run does not do yet. An ε of 0
   * comes first: no learning rate helps where 0 is divided by 0. The bends of the loss go with the
   * squares of the features, and a squared error's slope with the targets, so large ones are next.
   * A limit to the gradient's norm is not among them: one that holds here is so far below it that
   * nothing is learned any more.
   */
  static String remedy(PreparedRun run) {
    List<String> ways = new ArrayList<>();
    withoutEpsilon(run.program().training().optimizer()).ifPresent(ways::add);
    ways.addAll(smallerNumbers(run));
    ways.add("a smaller learning rate (a tenth, a hundredth …)");
    return one(ways);
  }

  /**
   * As {@link #remedy}, for a loss that was not finite before anything was learned: no learning
   * rate had a part in it.
   */
  static String remedyAtTheStart(PreparedRun run) {
    List<String> ways = smallerNumbers(run);
    if (!(run.recipe().start() instanceof Start.Random)) {
      ways.add("start weights nearer to 0");
    }
    if (ways.isEmpty()) {
      ways.add("smaller numbers in the data");
    }
    return one(ways);
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

  private static String one(List<String> ways) {
    String last = ways.removeLast();
    return "Try " + (ways.isEmpty() ? "" : String.join(", ", ways) + " or ") + last + ".";
  }

  /**
   * What to set instead of an ε that is 0 in float32; it keeps a root of 0 from being divided by.
   */
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
                + ", a weight whose gradients are 0 is divided 0 by 0)");
  }

  /** The root of the mean square of that column for which it is the largest. */
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
