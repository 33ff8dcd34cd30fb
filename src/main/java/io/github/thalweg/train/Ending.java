package io.github.thalweg.train;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The result of a run that trained all its epochs.
 *
 * @param caution a sentence about a loss that is much too large or has not fallen
 */
public record Ending(RunStatus status, Optional<String> caution) {
  /**
   * Looks at the losses of the run.
   *
   * @param first the loss of the run's first step; empty if it is not recorded, so nothing can be
   *     said
   * @param firstEpoch the train loss of its first epoch
   * @param last its last epoch
   */
  public static Ending of(
      PreparedRun run, OptionalDouble first, double firstEpoch, EpochMetrics last) {
    if (first.isEmpty()) {
      return new Ending(RunStatus.COMPLETED, Optional.empty());
    }
    Optional<String> divergence = Divergence.of(run, first.getAsDouble(), last.trainLoss());
    if (divergence.isPresent()) {
      return new Ending(RunStatus.DIVERGED, divergence);
    }
    Optional<String> stall = NoDescent.of(run, first.getAsDouble(), firstEpoch, last);
    return new Ending(stall.isPresent() ? RunStatus.STALLED : RunStatus.COMPLETED, stall);
  }
}
