package io.github.thalweg.program;

import io.github.thalweg.nn.Activation;
import io.github.thalweg.nn.Loss;
import io.github.thalweg.optim.Optimizer;
import java.util.Optional;

/**
 * One operation of a {@link TrainingProgram}. B stands for the rows of the batch at hand, which may
 * be fewer than the tensors have room for.
 */
public sealed interface Op {
  /**
   * The rows of the data set that a step sees, features to {@code input} and targets to {@code
   * target}: consecutive ones, or, when {@code gathered}, those that a slice of the epoch's order
   * names.
   */
  record LoadBatch(Tensor input, Tensor target, boolean gathered) implements Op {}

  /**
   * z = x·Wᵀ + b, y = φ(z): x (B, in), W (out, in), b (1, out), y (B, out). {@code preActivation},
   * where present, keeps z for the backward pass.
   */
  record Linear(
      Tensor input,
      Tensor weight,
      Optional<Tensor> bias,
      Optional<Activation> activation,
      Optional<Tensor> preActivation,
      Tensor output)
      implements Op {}

  /** The mean loss C of the batch, and ∂C/∂y to {@code gradient} (B, K), in one pass. */
  record LossAndGradient(Loss function, Tensor output, Tensor target, Tensor loss, Tensor gradient)
      implements Op {}

  /**
   * ∂C/∂z = ∂C/∂y ⊙ φ′, in place. {@code saved} is y, or z where the derivative does not follow
   * from y.
   */
  record ActivationGradient(Activation activation, Tensor saved, Tensor gradient) implements Op {}

  /** ∂C/∂W = (∂C/∂z)ᵀ·x and ∂C/∂b = the column sums of ∂C/∂z. */
  record ParameterGradient(
      Tensor outputGradient, Tensor input, Tensor weightGradient, Optional<Tensor> biasGradient)
      implements Op {}

  /**
   * ∂C/∂x = ∂C/∂z·W, and on through the activation that made x: ⊙ φ′ of what was {@code saved}.
   * Present or absent together.
   */
  record InputGradient(
      Tensor outputGradient,
      Tensor weight,
      Optional<Activation> activation,
      Optional<Tensor> saved,
      Tensor inputGradient)
      implements Op {}

  /**
   * g ← g · min(1, maximum / (‖g‖₂ + 10⁻⁶)), as PyTorch's {@code clip_grad_norm_}; ‖g‖₂ before that
   * goes to {@code norm}.
   */
  record ClipGradient(Tensor gradient, double maximum, Tensor norm) implements Op {}

  /** The optimizer's rule over all of θ at once. */
  record Update(Optimizer optimizer, Tensor theta, Tensor gradient, Tensor state) implements Op {}

  /**
   * For each row its loss, summed over the outputs, to column 0 of {@code rowMetrics} (rows, 2),
   * and to column 1 how many of its classes are right (classification) or its squared residual
   * (regression).
   */
  record RowMetrics(Loss function, Tensor output, Tensor target, Tensor rowMetrics) implements Op {}
}
