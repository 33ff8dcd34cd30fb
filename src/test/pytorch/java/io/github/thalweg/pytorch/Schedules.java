package io.github.thalweg.pytorch;

import java.util.Set;
import java.util.function.IntConsumer;
import java.util.function.IntToDoubleFunction;
import org.bytedeco.pytorch.Optimizer;
import org.bytedeco.pytorch.OptimizerOptions;

/**
 * Learning rates by epoch, by the closed forms that the documentation of {@code torch.optim.lr_scheduler} gives. libtorch has no
 * {@code LinearLR}, {@code CosineAnnealingLR} or {@code SequentialLR}, and its {@code StepLR} lags one epoch behind the one in Python.
 */
final class Schedules {
  /** Defaults of {@code LinearLR}: it starts at a third of the learning rate and ends at the whole. */
  private static final double START_FACTOR = 1.0 / 3, END_FACTOR = 1;

  private Schedules() {}

  /**
   * What sets the learning rate of an epoch, 0 first. With a warmup this is {@code SequentialLR} of {@code LinearLR} and the named
   * schedule, which then starts from its own epoch 0.
   */
  static IntConsumer of(Block block, Optimizer optimizer, int epochs) {
    double learningRate = learningRate(optimizer);
    int warmup = (int) block.number("warmup_epochs", 0);
    IntToDoubleFunction named =
        switch (block.name()) {
          case "constant" -> {
            block.allowing(Set.of("warmup_epochs"));
            yield epoch -> learningRate;
          }
          case "step" -> {
            block.allowing(Set.of("epochs", "gamma"));
            int stepSize = block.settings().required("epochs").intValue();
            double gamma = block.settings().required("gamma").doubleValue();
            yield epoch -> step(learningRate, stepSize, gamma, epoch);
          }
          case "cosine" -> {
            block.allowing(Set.of("warmup_epochs", "min_lr"));
            yield epoch -> cosine(learningRate, block.number("min_lr", 0), epoch, epochs - warmup);
          }
          default -> throw new IllegalArgumentException("There is no schedule " + block.name() + " here.");
        };
    return epoch -> {
      double rate = epoch < warmup ? linear(learningRate, epoch, warmup) : named.applyAsDouble(epoch - warmup);
      options(optimizer).set_lr(rate);
    };
  }

  /** The learning rate that the optimizer's next step will use. */
  static double learningRate(Optimizer optimizer) {
    return options(optimizer).get_lr();
  }

  /** {@code LinearLR(start_factor=1/3, end_factor=1, total_iters=total)}. */
  private static double linear(double learningRate, int epoch, int total) {
    return learningRate * (START_FACTOR + (END_FACTOR - START_FACTOR) * Math.min(epoch, total) / total);
  }

  /** {@code StepLR(step_size=stepSize, gamma=gamma)}. */
  private static double step(double learningRate, int stepSize, double gamma, int epoch) {
    return learningRate * Math.pow(gamma, epoch / stepSize);
  }

  /** {@code CosineAnnealingLR(T_max=tMax, eta_min=etaMin)}. */
  private static double cosine(double learningRate, double etaMin, int epoch, int tMax) {
    return etaMin + (learningRate - etaMin) * (1 + Math.cos(Math.PI * epoch / tMax)) / 2;
  }

  private static OptimizerOptions options(Optimizer optimizer) {
    return optimizer.param_groups().get(0).options();
  }
}
