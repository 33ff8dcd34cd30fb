package io.github.thalweg.optim;

import io.github.thalweg.InvalidInputException;
import io.github.thalweg.text.Numbers;
import java.math.BigDecimal;
import java.math.MathContext;

/**
 * The update rule θ ← θ − λ·…(g), with the semantics and defaults of PyTorch's {@code torch.optim}.
 * The state is flat: {@link #slots()} vectors as long as θ, one after the other, all zero at the
 * start.
 */
public sealed interface Optimizer {
  /** The learning rate λ before any schedule. */
  double learningRate();

  /** Vectors of state, without θ. */
  int slots();

  /** The rule as a formula of θ, λ and g, with its numbers. */
  String formula();

  /** Additions, multiplications, divisions and roots for each parameter, by the formula. */
  int flop();

  /** The rule's coefficients for the step with this learning rate; {@code step} counts from 1. */
  default Coefficients coefficients(double learningRate, long step) {
    return new Coefficients(learningRate, 1, 1);
  }

  /**
   * Stochastic gradient descent: g += decay·θ; b ← momentum·b + g; θ −= λ·(nesterov ? g +
   * momentum·b : b).
   *
   * @param momentum at least 0 and below 1, because with 1 no gradient is ever forgotten; with 0
   *     there is no state and b is g
   */
  record Sgd(double learningRate, double momentum, boolean nesterov, double weightDecay)
      implements Optimizer {
    public Sgd {
      requireAtLeastZero("sgd.lr", learningRate);
      requireBelowOne("sgd.momentum", momentum);
      requireAtLeastZero("sgd.weight_decay", weightDecay);
      if (nesterov && momentum == 0) {
        throw new InvalidInputException(
            "optimizer.sgd.nesterov needs a momentum above 0, for example momentum: 0.9.");
      }
    }

    /** Without momentum and decay. */
    public Sgd(double learningRate) {
      this(learningRate, 0, false, 0);
    }

    @Override
    public int slots() {
      return momentum == 0 ? 0 : 1;
    }

    @Override
    public String formula() {
      String g = "g" + decay(weightDecay);
      if (momentum == 0) {
        return "θ − λ·" + (weightDecay > 0 ? "(" + g + ")" : g);
      }
      String kept = Numbers.setting(momentum) + "·b";
      return "θ − λ·"
          + (nesterov ? "(" + g + " + " + kept + ")" : "b")
          + ", b ← "
          + kept
          + " + "
          + g;
    }

    @Override
    public int flop() {
      return 2 + (momentum > 0 ? 2 : 0) + (nesterov ? 2 : 0) + (weightDecay > 0 ? 2 : 0);
    }
  }

  /**
   * Adam (Kingma and Ba, 2015), or AdamW (Loshchilov and Hutter, 2019) when the decay is decoupled:
   * coupled, g += decay·θ; decoupled, θ −= λ·decay·θ. Then m ← β₁m + (1 − β₁)g, v ← β₂v + (1 −
   * β₂)g², θ −= λ/(1 − β₁ᵗ) · m / (√v/√(1 − β₂ᵗ) + ε). The state is m, then v.
   */
  record Adam(
      double learningRate,
      double beta1,
      double beta2,
      double epsilon,
      double weightDecay,
      boolean decoupledDecay)
      implements Optimizer {
    public Adam {
      String name = decoupledDecay ? "adamw" : "adam";
      requireAtLeastZero(name + ".lr", learningRate);
      requireBelowOne(name + ".betas[0]", beta1);
      requireBelowOne(name + ".betas[1]", beta2);
      requireAtLeastZero(name + ".eps", epsilon);
      requireAtLeastZero(name + ".weight_decay", weightDecay);
    }

    /** Adam with β₁ = 0.9, β₂ = 0.999, ε = 10⁻⁸ and no decay. */
    public Adam(double learningRate) {
      this(learningRate, 0.9, 0.999, 1e-8, 0, false);
    }

    @Override
    public int slots() {
      return 2;
    }

    @Override
    public String formula() {
      boolean shrinks = decoupledDecay && weightDecay > 0;
      return (shrinks ? "(1 − λ·" + Numbers.setting(weightDecay) + ")·θ" : "θ")
          + " − λ·m̂/(√v̂ + "
          + Numbers.setting(epsilon)
          + "), m ← "
          + average(beta1, "m", "g")
          + ", v ← "
          + average(beta2, "v", "g²")
          + (decoupledDecay ? "" : decayed(weightDecay));
    }

    @Override
    public int flop() {
      return 14 + (weightDecay > 0 ? 2 : 0);
    }

    @Override
    public Coefficients coefficients(double learningRate, long step) {
      return new Coefficients(
          learningRate,
          1 - Math.pow(beta1, (double) step),
          Math.sqrt(1 - Math.pow(beta2, (double) step)));
    }
  }

  /**
   * RMSprop (Hinton, 2012): g += decay·θ; s ← αs + (1 − α)g²; centred also a ← αa + (1 − α)g and d
   * = √max(0, s − a²) + ε, else d = √s + ε; with momentum b ← momentum·b + g/d and θ −= λb, else θ
   * −= λg/d. The state is s, then b if there is momentum, then a if centred.
   */
  record RmsProp(
      double learningRate,
      double alpha,
      double epsilon,
      double weightDecay,
      double momentum,
      boolean centered)
      implements Optimizer {
    public RmsProp {
      requireAtLeastZero("rmsprop.lr", learningRate);
      requireBelowOne("rmsprop.alpha", alpha);
      requireAtLeastZero("rmsprop.eps", epsilon);
      requireAtLeastZero("rmsprop.weight_decay", weightDecay);
      requireBelowOne("rmsprop.momentum", momentum);
    }

    /** With α = 0.99, ε = 10⁻⁸, no decay and no momentum, not centred. */
    public RmsProp(double learningRate) {
      this(learningRate, 0.99, 1e-8, 0, 0, false);
    }

    @Override
    public int slots() {
      return 1 + (momentum > 0 ? 1 : 0) + (centered ? 1 : 0);
    }

    @Override
    public String formula() {
      return "θ − λ·"
          + (momentum > 0 ? "b, b ← " + Numbers.setting(momentum) + "·b + " : "")
          + "g/(√(s"
          + (centered ? " − a²" : "")
          + ") + "
          + Numbers.setting(epsilon)
          + "), s ← "
          + average(alpha, "s", "g²")
          + (centered ? ", a ← " + average(alpha, "a", "g") : "")
          + decayed(weightDecay);
    }

    @Override
    public int flop() {
      return 9 + (momentum > 0 ? 2 : 0) + (centered ? 5 : 0) + (weightDecay > 0 ? 2 : 0);
    }
  }

  private static String decayed(double weightDecay) {
    return weightDecay > 0 ? ", g ← g" + decay(weightDecay) : "";
  }

  private static String decay(double weightDecay) {
    return weightDecay > 0 ? " + " + Numbers.setting(weightDecay) + "·θ" : "";
  }

  /** A moving average: share·name + (1 − share)·term. */
  private static String average(double share, String name, String term) {
    BigDecimal rest = new BigDecimal(1 - share).round(new MathContext(6));
    return Numbers.setting(share)
        + "·"
        + name
        + " + "
        + Numbers.setting(rest.doubleValue())
        + "·"
        + term;
  }

  private static void requireAtLeastZero(String key, double value) {
    if (!(value >= 0) || Double.isInfinite(value)) {
      throw new InvalidInputException(
          "optimizer."
              + key
              + " must be a number of at least 0; it is "
              + Numbers.setting(value)
              + ".");
    }
  }

  private static void requireBelowOne(String key, double value) {
    if (!(value >= 0 && value < 1)) {
      throw new InvalidInputException(
          "optimizer."
              + key
              + " must be at least 0 and below 1; it is "
              + Numbers.setting(value)
              + ".");
    }
  }
}
