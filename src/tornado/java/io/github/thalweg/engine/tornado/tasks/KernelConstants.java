package io.github.thalweg.engine.tornado.tasks;

import io.github.thalweg.kernels.Activations;
import io.github.thalweg.kernels.LossAndGradient;
import io.github.thalweg.nn.Activation;
import io.github.thalweg.nn.Loss;
import java.util.List;
import java.util.Optional;

/** The numbers of activations and losses in kernels. */
public final class KernelConstants {
  private KernelConstants() {}

  public static int of(Optional<Activation> activation) {
    return activation.map(KernelConstants::of).orElse(Activations.NONE);
  }

  /** Activations are numbered in their order from 1; 0 means none. */
  public static int of(Activation activation) {
    return 1 + List.of(Activation.values()).indexOf(activation);
  }

  public static int of(Loss loss) {
    return switch (loss) {
      case Loss.Mse _ -> LossAndGradient.MSE;
      case Loss.Huber _ -> LossAndGradient.HUBER;
      case Loss.BceWithLogits _ -> LossAndGradient.BCE_WITH_LOGITS;
      case Loss.CrossEntropy _ -> LossAndGradient.CROSS_ENTROPY;
    };
  }

  /** δ of the Huber loss; other losses do not read it. */
  public static float delta(Loss loss) {
    return loss instanceof Loss.Huber(double delta) ? (float) delta : 1f;
  }
}
