package io.github.thalweg.optim;

import io.github.thalweg.InvalidInputException;
import io.github.thalweg.text.Numbers;

/**
 * The learning rate over time. It changes with every step; a step of an epoch with S steps is 1/S
 * of an epoch, so with one step an epoch the rates are those of PyTorch's schedulers, chained by
 * {@code SequentialLR} after a linear warm-up.
 */
public sealed interface Schedule {
  /** The start of {@code LinearLR}: a third of the rate. */
  double WARMUP_START = 1.0 / 3;

  /** Epochs in which the rate first rises linearly from a third to the full rate. */
  int warmupEpochs();

  /**
   * The factor or rate after the warm-up.
   *
   * @param rate the optimizer's learning rate
   * @param t epochs since the end of the warm-up, with fractions
   * @param epochs of the run after the warm-up
   */
  double afterWarmup(double rate, double t, int epochs);

  /**
   * The learning rate of a step.
   *
   * @param rate the optimizer's learning rate
   * @param step of the whole run, from 0
   * @param stepsPerEpoch S
   * @param epochs of the whole run
   */
  default double learningRate(double rate, long step, int stepsPerEpoch, int epochs) {
    long warmupSteps = (long) warmupEpochs() * stepsPerEpoch;
    if (step < warmupSteps) {
      return rate * (WARMUP_START + (1 - WARMUP_START) * step / warmupSteps);
    }
    return afterWarmup(
        rate, (double) (step - warmupSteps) / stepsPerEpoch, epochs - warmupEpochs());
  }

  /** The same rate throughout. */
  record Constant(int warmupEpochs) implements Schedule {
    public Constant {
      requireWarmup(warmupEpochs);
    }

    @Override
    public double afterWarmup(double rate, double t, int epochs) {
      return rate;
    }
  }

  /** The rate times γ after every few epochs ({@code StepLR}). */
  record Step(int epochs, double gamma, int warmupEpochs) implements Schedule {
    public Step {
      requireWarmup(warmupEpochs);
      if (epochs < 1) {
        throw new InvalidInputException(
            "schedule.step.epochs must be at least 1; it is " + epochs + ".");
      }
      if (!(gamma > 0) || Double.isInfinite(gamma)) {
        throw new InvalidInputException(
            "schedule.step.gamma must be above 0; it is " + Numbers.setting(gamma) + ".");
      }
    }

    @Override
    public double afterWarmup(double rate, double t, int runEpochs) {
      return rate * Math.pow(gamma, Math.floor(t / epochs));
    }
  }

  /** Half a cosine from the rate down to {@code minimum} ({@code CosineAnnealingLR}). */
  record Cosine(double minimum, int warmupEpochs) implements Schedule {
    public Cosine {
      requireWarmup(warmupEpochs);
      if (!(minimum >= 0) || Double.isInfinite(minimum)) {
        throw new InvalidInputException(
            "schedule.cosine.min_lr must be at least 0; it is " + Numbers.setting(minimum) + ".");
      }
    }

    @Override
    public double afterWarmup(double rate, double t, int epochs) {
      double progress = Math.min(1, t / Math.max(1, epochs));
      return minimum + (rate - minimum) * (1 + Math.cos(Math.PI * progress)) / 2;
    }
  }

  private static void requireWarmup(int epochs) {
    if (epochs < 0) {
      throw new InvalidInputException(
          "schedule's warmup_epochs must be at least 0; it is " + epochs + ".");
    }
  }
}
