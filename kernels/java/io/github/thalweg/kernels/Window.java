package io.github.thalweg.kernels;

/**
 * What changes from step to step in the rows that a kernel sees, as an IntArray of {@link #SIZE}
 * that goes to the device with every execution: scalar arguments would be baked into the kernel.
 */
public final class Window {
  /**
   * Index of the batch's first row: in the epoch's order when gathered, else in the data itself.
   */
  public static final int OFFSET = 0;

  /** Index of how many rows the batch has, at most the capacity that the kernel was built for. */
  public static final int ROWS = 1;

  /** Index of the place in the ring of losses that this step writes. */
  public static final int SLOT = 2;

  public static final int SIZE = 3;

  private Window() {}
}
