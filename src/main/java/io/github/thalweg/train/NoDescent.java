package io.github.thalweg.train;

import io.github.thalweg.optim.Optimizer;
import io.github.thalweg.recipe.Start;
import io.github.thalweg.text.Numbers;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Whether a run that came to its end has gone down at all. It has where the train loss of its last
 * epoch is below that of its first step, that of its first epoch and, for a random start, that of a
 * model that answers 0; the first alone may be that of an easy batch.
 */
public final class NoDescent {
  /** A part of the loss that noise may make. */
  private static final double SLIGHT = 0.01;

  /** The mean of fewer rows may be small by luck. */
  private static final int ENOUGH_ROWS = 8;

  /** In fewer, a loss may move little and all is well. */
  private static final int ENOUGH_EPOCHS = 5;

  /** Gradients that are so many times as long as what is left of them take it nowhere. */
  private static final double FAR_CUT = 10;

  private NoDescent() {}

  /**
   * A sentence that says so, and what to try, if it has not; empty for a run of too few epochs or
   * with a learning rate of 0, of which nothing else was to be expected.
   *
   * @param first the loss that the run's first step saw
   * @param firstEpoch the train loss of its first epoch
   * @param last its last epoch
   */
  public static Optional<String> of(
      PreparedRun run, double first, double firstEpoch, EpochMetrics last) {
    double loss = last.trainLoss();
    if (last.epoch() < 2 || run.recipe().optimizer().learningRate() == 0 || loss == 0) {
      return Optional.empty();
    }
    boolean random = run.recipe().start() instanceof Start.Random;
    double start = random ? Math.max(first, Divergence.ofZeroOutputs(run)) : first;
    boolean enough = run.program().training().batches().size() >= ENOUGH_ROWS;
    boolean rose =
        loss > (1 + SLIGHT) * (random ? start : Math.max(first, firstEpoch))
            || (!random && enough && loss > Divergence.FACTOR * first);
    if (rose) {
      return Optional.of(
          "It learned nothing: its train loss rose to "
              + Numbers.significant(loss, 4)
              + " in its last epoch, from "
              + Numbers.significant(first, 4)
              + " at its first step. "
              + Divergence.remedy(run));
    }
    return last.epoch() < ENOUGH_EPOCHS || loss < (1 - SLIGHT) * Math.max(start, firstEpoch)
        ? Optional.empty()
        : Optional.of(
            "It learned next to nothing: its train loss was "
                + Numbers.significant(firstEpoch, 4)
                + " in its first epoch and is "
                + Numbers.significant(loss, 4)
                + " in its last. "
                + remedy(run, random, last.gradientNorm()));
  }

  private static String remedy(PreparedRun run, boolean random, double gradientNorm) {
    OptionalDouble clip = run.program().training().clipNorm();
    boolean scaled =
        switch (run.recipe().optimizer()) {
          case Optimizer.Sgd _ -> true;
          // These divide by the gradient's own size, but for eps.
          case Optimizer.Adam adam -> clip.orElse(0) <= adam.epsilon();
          case Optimizer.RmsProp rmsProp -> clip.orElse(0) <= rmsProp.epsilon();
        };
    if (clip.isPresent() && scaled && gradientNorm > FAR_CUT * clip.getAsDouble()) {
      return "clip_norm: "
          + Numbers.setting(clip.getAsDouble())
          + " leaves little of gradients that are "
          + Numbers.significant(gradientNorm, 2)
          + " long, so that no step goes far; leave it out. "
          + Divergence.remedy(run);
    }
    return "Try a larger learning rate"
        + (run.recipe().data().standardize() ? "" : ", or data.standardize: true")
        + (random
            ? "; if that does not help, the features may not tell anything about the targets."
            : "; if that does not help, the start may be as good as it gets.");
  }
}
