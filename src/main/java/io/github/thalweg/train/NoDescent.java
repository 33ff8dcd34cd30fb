package io.github.thalweg.train;

import io.github.thalweg.optim.Optimizer;
import io.github.thalweg.recipe.Start;
import io.github.thalweg.text.Numbers;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Whether the loss of a finished run has fallen. It has if the train loss of its last epoch is
 * below that of its first step, that of its first epoch and, for a random start, that of a model
 * that answers 0. The first step alone may have an easy batch.
 */
public final class NoDescent {
  /** The share of the loss that may be noise. */
  private static final double SLIGHT = 0.01;

  /** The mean over fewer rows may be small by luck. */
  private static final int ENOUGH_ROWS = 8;

  /** In fewer epochs, a loss may move little without a problem. */
  private static final int ENOUGH_EPOCHS = 5;

  /** A clipped gradient that is shorter by this factor moves the weights too little. */
  private static final double FAR_CUT = 10;

  private NoDescent() {}

  /**
   * A sentence that says so, with a remedy, if the loss has not fallen; empty for a run of too few
   * epochs or with a learning rate of 0.
   *
   * @param first the loss of the run's first step
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
          // These divide by the gradient's own size, apart from eps.
          case Optimizer.Adam adam -> clip.orElse(0) <= adam.epsilon();
          case Optimizer.RmsProp rmsProp -> clip.orElse(0) <= rmsProp.epsilon();
        };
    if (clip.isPresent() && scaled && gradientNorm > FAR_CUT * clip.getAsDouble()) {
      return "clip_norm: "
          + Numbers.setting(clip.getAsDouble())
          + " leaves little of gradients that are "
          + Numbers.significant(gradientNorm, 2)
          + " long, so every step is short; leave it out. If the loss grows without it, try "
          + Divergence.ways(run)
          + ".";
    }
    return "Try a larger learning rate"
        + (run.recipe().data().standardize() ? "" : ", or data.standardize: true")
        + (random
            ? "; if that does not help, the features may say nothing about the targets."
            : "; if that does not help, the start may already be the best.");
  }
}
