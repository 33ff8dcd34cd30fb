package io.github.thalweg.nn;

import java.util.Locale;

/** A function of each element, as PyTorch defines it. */
public enum Activation implements Layer {
  /** max(z, 0), with derivative 0 at 0. */
  RELU(0, Double.POSITIVE_INFINITY),
  TANH(-1, 1),
  /** 1 / (1 + e⁻ᶻ). */
  SIGMOID(0, 1),
  /**
   * z·Φ(z), with the exact normal distribution function Φ (PyTorch's {@code approximate='none'}).
   */
  GELU(-0.17, Double.POSITIVE_INFINITY),
  /** z above 0, else z/100, with derivative 1/100 at 0. */
  LEAKY_RELU(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);

  private final double least;
  private final double greatest;

  Activation(double least, double greatest) {
    this.least = least;
    this.greatest = greatest;
  }

  /** The lowest value that it reaches or approaches. */
  public double least() {
    return least;
  }

  /** The highest value that it reaches or approaches. */
  public double greatest() {
    return greatest;
  }

  /** Whether it is linear on either side of 0, where its derivative jumps. */
  public boolean isPiecewiseLinear() {
    return this == RELU || this == LEAKY_RELU;
  }

  /**
   * Whether the derivative is a function of the value: for the backward pass gelu needs its input,
   * all others only their output.
   */
  public boolean derivativeFollowsFromOutput() {
    return this != GELU;
  }

  @Override
  public Shape output(Shape input) {
    return input;
  }

  @Override
  public Tensor lower(Tape tape, Tensor x) {
    Tensor y = tape.activation(x.shape());
    tape.emit(new Op.Activate(this, x, y));
    Slope slope = new Slope(this, derivativeFollowsFromOutput() ? y : x);
    tape.onBackward(y, dy -> tape.flow(x, dx -> new Op.ActivationGradient(dy, slope, dx)));
    return y;
  }

  /** The name in run files. */
  @Override
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
