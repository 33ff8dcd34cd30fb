package io.github.thalweg.nn;

/** The role of a tensor in a training step, which also determines its lifetime. */
public enum Role {
  /** The batch's features, (B, D). */
  INPUT,
  /** The batch's targets, (B, K). */
  TARGET,
  /** A view into θ. */
  PARAMETER,
  /** An output of a layer in the forward pass. */
  ACTIVATION,
  /** The derivative of the loss with respect to an activation. */
  ACTIVATION_GRADIENT,
  /** The derivative of the loss with respect to a parameter: a view into g. */
  GRADIENT,
  /** The optimizer's state. */
  STATE,
  /** Results that no other operation reads. */
  METRIC
}
