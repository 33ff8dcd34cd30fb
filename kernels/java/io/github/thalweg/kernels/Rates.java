package io.github.thalweg.kernels;

/**
 * What changes from step to step in an update rule, as a FloatArray of {@link #SIZE} that goes to
 * the device with every execution.
 */
public final class Rates {
  /** Index of the learning rate λ. */
  public static final int LEARNING_RATE = 0;

  /** Index of Adam's 1 − β₁ᵗ. */
  public static final int CORRECTION1 = 1;

  /** Index of Adam's √(1 − β₂ᵗ). */
  public static final int CORRECTION2 = 2;

  public static final int SIZE = 3;

  private Rates() {}
}
