package io.github.thalweg.nn;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An operation with its inputs and outputs, its cost and its printed form. B is the number of
 * examples in the current batch, at most the capacity. The operations of layers are here.
 */
public interface Op {
  /** The tensors that it reads, including one that it changes in place. */
  List<Tensor> reads();

  /** The tensors that it writes. */
  List<Tensor> writes();

  /** Its kind, such as {@code linear}: at most 19 letters, the first word of its line. */
  String kind();

  /** Its name among operations of its kind in a phase, such as {@code linear y0}. */
  default String name() {
    return kind();
  }

  /** Its result with shapes, and its formula. */
  String formula();

  /**
   * Additions, subtractions, multiplications, divisions, comparisons, roots and exponentials, each
   * counted as one; an activation and its derivative count as one, too.
   *
   * @param batch examples
   */
  double flop(long batch);

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
    /** One without an activation. */
    public Linear(Tensor input, Tensor weight, Optional<Tensor> bias, Tensor output) {
      this(input, weight, bias, Optional.empty(), Optional.empty(), output);
    }

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
    public double flop(long batch) {
      return 2 * input.elements(batch) * output.columns()
          + output.elements(batch) * count(bias, activation);
    }
  }

  /** y = φ(x), element by element. */
  record Activate(Activation activation, Tensor input, Tensor output) implements Op {
    @Override
    public List<Tensor> reads() {
      return List.of(input);
    }

    @Override
    public List<Tensor> writes() {
      return List.of(output);
    }

    @Override
    public String kind() {
      return "activation";
    }

    @Override
    public String name() {
      return "activation " + output.name();
    }

    @Override
    public String formula() {
      return output + " = " + activation.key() + "(" + input.name() + ")";
    }

    @Override
    public double flop(long batch) {
      return output.elements(batch);
    }
  }

  /** ∂C/∂x = ∂C/∂y ⊙ φ′. */
  record ActivationGradient(Tensor outputGradient, Slope slope, Tensor inputGradient)
      implements Op {
    @Override
    public List<Tensor> reads() {
      return List.of(outputGradient, slope.saved());
    }

    @Override
    public List<Tensor> writes() {
      return List.of(inputGradient);
    }

    @Override
    public String kind() {
      return "activation gradient";
    }

    @Override
    public String name() {
      return "activation gradient " + inputGradient.name();
    }

    @Override
    public String formula() {
      return inputGradient + " = " + outputGradient.name() + " ⊙ " + slope;
    }

    @Override
    public double flop(long batch) {
      return 2.0 * inputGradient.elements(batch);
    }
  }

  /** sum = a + b, element by element. */
  record Add(Tensor a, Tensor b, Tensor sum) implements Op {
    @Override
    public List<Tensor> reads() {
      return List.of(a, b);
    }

    @Override
    public List<Tensor> writes() {
      return List.of(sum);
    }

    @Override
    public String kind() {
      return "add";
    }

    @Override
    public String name() {
      return "add " + sum.name();
    }

    @Override
    public String formula() {
      return sum + " = " + a.name() + " + " + b.name();
    }

    @Override
    public double flop(long batch) {
      return sum.elements(batch);
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
    public double flop(long batch) {
      return 2 * outputGradient.elements(batch) * input.columns()
          + outputGradient.elements(batch) * count(biasGradient);
    }
  }

  /** ∂C/∂x = ∂C/∂z·W, and, with a slope, also through the activation of x: ⊙ φ′. */
  record InputGradient(
      Tensor outputGradient, Tensor weight, Optional<Slope> slope, Tensor inputGradient)
      implements Op {
    @Override
    public List<Tensor> reads() {
      return with(List.of(outputGradient, weight), slope.map(Slope::saved));
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
          + slope.map(s -> " ⊙ " + s).orElse("");
    }

    @Override
    public double flop(long batch) {
      return 2.0 * outputGradient.elements(batch) * inputGradient.columns()
          + 2.0 * inputGradient.elements(batch) * count(slope);
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
}
