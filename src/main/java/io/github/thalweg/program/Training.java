package io.github.thalweg.program;

import io.github.thalweg.InvalidInputException;
import io.github.thalweg.data.Batches;
import io.github.thalweg.nn.Loss;
import io.github.thalweg.nn.Model;
import io.github.thalweg.optim.Optimizer;
import io.github.thalweg.optim.Schedule;
import io.github.thalweg.text.Numbers;
import java.util.OptionalDouble;

/**
 * Everything that a training step depends on, apart from the data.
 *
 * @param clipNorm the largest gradient norm that reaches the update, if it is limited
 * @param epochs planned length of the run, which some schedules need to know; at least 1
 */
public record Training(
    Model model,
    Loss loss,
    Optimizer optimizer,
    Schedule schedule,
    OptionalDouble clipNorm,
    Batches batches,
    int epochs) {
  public Training {
    if (epochs < 1) {
      throw new InvalidInputException("A run needs at least 1 epoch; epochs is " + epochs + ".");
    }
    if (schedule.warmupEpochs() > epochs) {
      throw new InvalidInputException(
          "A warm-up of "
              + schedule.warmupEpochs()
              + " epochs does not fit a run of "
              + epochs
              + ".");
    }
    if (clipNorm.isPresent() && !(clipNorm.getAsDouble() > 0)) {
      throw new InvalidInputException(
          "clip_norm must be above 0; it is " + Numbers.setting(clipNorm.getAsDouble()) + ".");
    }
  }

  /** The learning rate of a step of the whole run, from 0. */
  public double learningRate(long step) {
    return schedule.learningRate(optimizer.learningRate(), step, batches.stepsPerEpoch(), epochs);
  }
}
