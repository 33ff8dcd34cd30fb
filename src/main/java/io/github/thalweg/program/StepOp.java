package io.github.thalweg.program;

import io.github.thalweg.nn.Loss;
import io.github.thalweg.nn.Op;
import io.github.thalweg.nn.Slope;
import io.github.thalweg.nn.Tensor;
import io.github.thalweg.optim.Optimizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The operations of a step and of an evaluation that belong to no layer. */
public interface StepOp extends Op {
  /**
   * The rows of the data set of a step, features to {@code input} and targets to {@code target}:
   * consecutive ones, which need no copy, or, when {@code gathered}, those in a slice of the
   * epoch's order.
   */
  record LoadBatch(Tensor input, Tensor target, boolean gathered) implements StepOp {
    @Override
    public List<Tensor> reads() {
      return gathered ? List.of(input, target) : List.of();
    }

    @Override
    public List<Tensor> writes() {
      return reads();
    }

    @Override
    public String kind() {
      return "load";
    }

    @Override
    public String formula() {
      return input
          + ", "
          + target
          + " = "
          + (gathered ? "rows of the epoch's random order" : "consecutive rows");
    }

    @Override
    public double flop(long batch) {
      return 0;
    }
  }

  /**
   * The mean loss C of the batch, and ∂C/∂y to {@code gradient} (B, K), in one pass; with a slope
   * also through the activation of y: ⊙ φ′.
   */
  record LossAndGradient(
      Loss function,
      Tensor output,
      Tensor target,
      Optional<Slope> slope,
      Tensor loss,
      Tensor gradient)
      implements StepOp {
    /** One without an activation. */
    public LossAndGradient(
        Loss function, Tensor output, Tensor target, Tensor loss, Tensor gradient) {
      this(function, output, target, Optional.empty(), loss, gradient);
    }

    @Override
    public List<Tensor> reads() {
      List<Tensor> tensors = new ArrayList<>(List.of(output, target));
      slope.map(Slope::saved).filter(saved -> !saved.equals(output)).ifPresent(tensors::add);
      return List.copyOf(tensors);
    }

    @Override
    public List<Tensor> writes() {
      return List.of(loss, gradient);
    }

    @Override
    public String kind() {
      return "loss";
    }

    @Override
    public String formula() {
      return loss
          + ", "
          + gradient
          + " = "
          + call(function, output, target)
          + " and its derivative"
          + slope.map(s -> " ⊙ " + s).orElse("");
    }

    @Override
    public double flop(long batch) {
      double elements = output.elements(batch);
      return elements * function.flop() + (slope.isPresent() ? 2 * elements : 0);
    }
  }

  /**
   * g ← g · min(1, maximum / (‖g‖₂ + 10⁻⁶)), as PyTorch's {@code clip_grad_norm_}; ‖g‖₂ before that
   * goes to {@code norm}.
   */
  record ClipGradient(Tensor gradient, double maximum, Tensor norm) implements StepOp {
    @Override
    public List<Tensor> reads() {
      return List.of(gradient);
    }

    @Override
    public List<Tensor> writes() {
      return List.of(gradient, norm);
    }

    @Override
    public String kind() {
      return "clip";
    }

    @Override
    public String formula() {
      return norm + ", " + gradient + " = ‖g‖₂, g·min(1, " + maximum + " / (‖g‖₂ + 10⁻⁶))";
    }

    @Override
    public double flop(long batch) {
      return 3.0 * gradient.size();
    }
  }

  /** The optimizer's rule over all of θ at once. */
  record Update(Optimizer optimizer, Tensor theta, Tensor gradient, Tensor state)
      implements StepOp {
    @Override
    public List<Tensor> reads() {
      return List.of(theta, gradient, state);
    }

    @Override
    public List<Tensor> writes() {
      return List.of(theta, state);
    }

    @Override
    public String kind() {
      return "update";
    }

    @Override
    public String formula() {
      return theta + (state.size() == 0 ? "" : ", " + state) + " = " + optimizer.formula();
    }

    @Override
    public double flop(long batch) {
      return (double) theta.size() * optimizer.flop();
    }
  }

  /**
   * For each row its loss, summed over the outputs, to column 0 of {@code rowMetrics} (rows, 2),
   * and to column 1 how many of its classes are right (classification) or its squared residual
   * (regression).
   */
  record RowMetrics(Loss function, Tensor output, Tensor target, Tensor rowMetrics)
      implements StepOp {
    @Override
    public List<Tensor> reads() {
      return List.of(output, target);
    }

    @Override
    public List<Tensor> writes() {
      return List.of(rowMetrics);
    }

    @Override
    public String kind() {
      return "metrics";
    }

    @Override
    public String formula() {
      return rowMetrics
          + " = "
          + call(function, output, target)
          + (function.classifies() ? ", right or wrong" : ", squared residual");
    }

    @Override
    public double flop(long batch) {
      return output.elements(batch) * function.flop();
    }
  }

  private static String call(Loss loss, Tensor output, Tensor target) {
    return loss.key() + "(" + output.name() + ", " + target.name() + ")";
  }
}
