package io.github.thalweg.nn;

import java.util.Locale;

/** An element-wise function after a dense layer, as PyTorch defines it. */
public enum Activation implements Layer {
  /** max(z, 0), with derivative 0 at 0. */
  RELU,
  TANH,
  /** 1 / (1 + e⁻ᶻ). */
  SIGMOID,
  /**
   * z·Φ(z), with the exact normal distribution function Φ (PyTorch's {@code approximate='none'}).
   */
  GELU;

  /**
   * Whether the derivative is a function of the value: relu, tanh and sigmoid need nothing but
   * their output for the backward pass, gelu needs what went in.
   */
  public boolean derivativeFollowsFromOutput() {
    return this != GELU;
  }

  /** The name in run files. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
