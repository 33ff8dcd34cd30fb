package io.github.thalweg.program;

/** What a tensor is in a training step, which also says how long it lives. */
public enum Role {
  /** The batch's features, (rows, D). */
  INPUT,
  /** The batch's targets, (rows, K). */
  TARGET,
  /** A view into θ. */
  PARAMETER,
  /** What a layer computes on the way forward, (rows, units). */
  ACTIVATION,
  /** The derivative of the loss with respect to an activation, (rows, units). */
  ACTIVATION_GRADIENT,
  /** The derivative of the loss with respect to a parameter: a view into g. */
  GRADIENT,
  /** The optimizer's state. */
  STATE,
  /** A number or a row's numbers that nothing else is computed from. */
  METRIC;

  /** Whether the first dimension is the rows of a batch. */
  public boolean batched() {
    return switch (this) {
      case INPUT, TARGET, ACTIVATION, ACTIVATION_GRADIENT -> true;
      case PARAMETER, GRADIENT, STATE, METRIC -> false;
    };
  }
}
