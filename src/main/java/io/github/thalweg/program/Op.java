package io.github.thalweg.program;

import io.github.thalweg.nn.Activation;
import io.github.thalweg.nn.Loss;
import io.github.thalweg.optim.Optimizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One operation of a {@link TrainingProgram}, which says itself what it reads and writes, what it
 * costs and how it is written down. B stands for the rows of the batch at hand, which may be fewer
 * than the tensors have room for.
 */
public sealed interface Op {
  /** What it takes from memory; a tensor that it changes in place is among them. */
  List<Tensor> reads();

  /** What it leaves in memory. */
  List<Tensor> writes();

  /** What it does, such as {@code linear}: at most 19 letters, the first word of its line. */
  String kind();

  /** What tells it from others of its kind in a phase, such as {@code linear y0}. */
  default String name() {
    return kind();
  }

  /** Its result, with shapes, and what that is computed from. */
  String formula();

  /**
   * Additions, subtractions, multiplications, divisions, comparisons, roots and exponentials, each
   * counted as one; an activation and its derivative count as one, too.
   *
   * @param rows of the batch
   */
  double flop(int rows);

  /**
   * The rows of the data set that a step sees, features to {@code input} and targets to {@code
   * target}: consecutive ones, which need no copy, or, when {@code gathered}, those that a slice of
   * the epoch's order names.
   */
  record LoadBatch(Tensor input, Tensor target, boolean gathered) implements Op {
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
    public double flop(int rows) {
      return 0;
    }
  }

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
      implements Op {
    @Override
    public List<Tensor> reads() {
      return with(List.of(input, weight), bias);
    }

    @Override
    public List<Tensor> writes() {
      return with(List.of(output), preActivation);
    }

    @Override
    public String kind() {
      return "linear";
    }

    @Override
    public String name() {
      return "linear " + output.name();
    }

    @Override
    public String formula() {
      String z = input.name() + "·" + weight + "ᵀ" + bias.map(b -> " + " + b).orElse("");
      return preActivation.map(kept -> kept + ", ").orElse("")
          + output
          + " = "
          + activation.map(function -> function.key() + "(" + z + ")").orElse(z);
    }

    @Override
    public double flop(int rows) {
      return 2 * input.elements(rows) * output.columns()
          + output.elements(rows) * count(bias, activation);
    }
  }

  /** The mean loss C of the batch, and ∂C/∂y to {@code gradient} (B, K), in one pass. */
  record LossAndGradient(Loss function, Tensor output, Tensor target, Tensor loss, Tensor gradient)
      implements Op {
    @Override
    public List<Tensor> reads() {
      return List.of(output, target);
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
          + " and its derivative";
    }

    @Override
    public double flop(int rows) {
      return output.elements(rows) * function.flop();
    }
  }

  /**
   * ∂C/∂z = ∂C/∂y ⊙ φ′, in place. {@code saved} is y, or z where the derivative does not follow
   * from y.
   */
  record ActivationGradient(Activation activation, Tensor saved, Tensor gradient) implements Op {
    @Override
    public List<Tensor> reads() {
      return List.of(saved, gradient);
    }

    @Override
    public List<Tensor> writes() {
      return List.of(gradient);
    }

    @Override
    public String kind() {
      return "activation gradient";
    }

    @Override
    public String name() {
      return "activation gradient " + gradient.name();
    }

    @Override
    public String formula() {
      return gradient + " = " + gradient.name() + slope(activation, saved);
    }

    @Override
    public double flop(int rows) {
      return 2 * gradient.elements(rows);
    }
  }

  /** ∂C/∂W = (∂C/∂z)ᵀ·x and ∂C/∂b = the column sums of ∂C/∂z. */
  record ParameterGradient(
      Tensor outputGradient, Tensor input, Tensor weightGradient, Optional<Tensor> biasGradient)
      implements Op {
    @Override
    public List<Tensor> reads() {
      return List.of(outputGradient, input);
    }

    @Override
    public List<Tensor> writes() {
      return with(List.of(weightGradient), biasGradient);
    }

    @Override
    public String kind() {
      return "parameter gradient";
    }

    @Override
    public String name() {
      return "parameter gradient " + weightGradient.name();
    }

    @Override
    public String formula() {
      return weightGradient
          + biasGradient.map(b -> ", " + b).orElse("")
          + " = "
          + outputGradient.name()
          + "ᵀ·"
          + input.name()
          + biasGradient.map(_ -> ", Σ rows of " + outputGradient.name()).orElse("");
    }

    @Override
    public double flop(int rows) {
      return 2 * outputGradient.elements(rows) * input.columns()
          + outputGradient.elements(rows) * count(biasGradient);
    }
  }

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
      implements Op {
    @Override
    public List<Tensor> reads() {
      return with(List.of(outputGradient, weight), saved);
    }

    @Override
    public List<Tensor> writes() {
      return List.of(inputGradient);
    }

    @Override
    public String kind() {
      return "input gradient";
    }

    @Override
    public String name() {
      return "input gradient " + inputGradient.name();
    }

    @Override
    public String formula() {
      return inputGradient
          + " = "
          + outputGradient.name()
          + "·"
          + weight.name()
          + activation.map(function -> slope(function, saved.orElseThrow())).orElse("");
    }

    @Override
    public double flop(int rows) {
      return 2 * outputGradient.elements(rows) * inputGradient.columns()
          + 2 * inputGradient.elements(rows) * count(activation);
    }
  }

  /**
   * g ← g · min(1, maximum / (‖g‖₂ + 10⁻⁶)), as PyTorch's {@code clip_grad_norm_}; ‖g‖₂ before that
   * goes to {@code norm}.
   */
  record ClipGradient(Tensor gradient, double maximum, Tensor norm) implements Op {
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
    public double flop(int rows) {
      return 3.0 * gradient.size();
    }
  }

  /** The optimizer's rule over all of θ at once. */
  record Update(Optimizer optimizer, Tensor theta, Tensor gradient, Tensor state) implements Op {
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
      return theta + (state.rows() == 0 ? "" : ", " + state) + " = " + optimizer.formula();
    }

    @Override
    public double flop(int rows) {
      return (double) theta.size() * optimizer.flop();
    }
  }

  /**
   * For each row its loss, summed over the outputs, to column 0 of {@code rowMetrics} (rows, 2),
   * and to column 1 how many of its classes are right (classification) or its squared residual
   * (regression).
   */
  record RowMetrics(Loss function, Tensor output, Tensor target, Tensor rowMetrics) implements Op {
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
    public double flop(int rows) {
      return output.elements(rows) * function.flop();
    }
  }

  private static List<Tensor> with(List<Tensor> tensors, Optional<Tensor> more) {
    List<Tensor> all = new ArrayList<>(tensors);
    more.ifPresent(all::add);
    return List.copyOf(all);
  }

  private static int count(Optional<?>... present) {
    return (int) Stream.of(present).filter(Optional::isPresent).count();
  }

  private static String call(Loss loss, Tensor output, Tensor target) {
    return loss.key() + "(" + output.name() + ", " + target.name() + ")";
  }

  private static String slope(Activation activation, Tensor saved) {
    return " ⊙ " + activation.key() + "′(" + saved.name() + ")";
  }
}
