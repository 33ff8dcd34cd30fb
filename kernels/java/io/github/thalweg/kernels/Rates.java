package io.github.thalweg.kernels;

/**
 * The values of an update rule that change from step to step, as a FloatArray: the rates of the
 * current step, then those of every step of the table, like {@link Window}.
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

  /** Index of the learning rate of a step of the table; its corrections follow. */
  public static int entry(int slot) {
    return SIZE + SIZE * slot;
  }
}
