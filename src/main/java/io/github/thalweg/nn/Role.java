package io.github.thalweg.nn;

/** What a tensor is in a training step, which also says how long it lives. */
public enum Role {
  /** The batch's features, (B, D). */
  INPUT,
  /** The batch's targets, (B, K). */
  TARGET,
  /** A view into θ. */
  PARAMETER,
  /** What a layer computes on the way forward. */
  ACTIVATION,
  /** The derivative of the loss with respect to an activation. */
  ACTIVATION_GRADIENT,
  /** The derivative of the loss with respect to a parameter: a view into g. */
  GRADIENT,
  /** The optimizer's state. */
  STATE,
  /** Numbers that nothing else is computed from. */
  METRIC
}
