package io.github.thalweg.engine;

import io.github.thalweg.nn.Op;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Collects the time of each kernel of a step, step by step. */
public final class KernelClock {
  private final List<List<Op>> ops;
  private final double[][] seconds;
  private int taken;

  /**
   * @param ops the operations of each kernel
   * @param steps at most
   */
  public KernelClock(List<List<Op>> ops, int steps) {
    this.ops = List.copyOf(ops);
    seconds = new double[ops.size()][steps];
  }

  /** Adds to a kernel's time in the current step. */
  public void took(int kernel, double more) {
    seconds[kernel][taken] += more;
  }

  /** Ends the current step. */
  public void next() {
    taken++;
  }

  /**
   * The medians of the steps.
   *
   * @param least kernels that take fewer seconds than this are left out
   */
  public List<KernelTime> times(double least) {
    List<KernelTime> times = new ArrayList<>();
    for (int kernel = 0; taken > 0 && kernel < seconds.length; kernel++) {
      double[] sorted = Arrays.copyOf(seconds[kernel], taken);
      Arrays.sort(sorted);
      double median = sorted[taken / 2];
      if (median >= least) {
        times.add(new KernelTime(ops.get(kernel), median));
      }
    }
    return times;
  }
}
