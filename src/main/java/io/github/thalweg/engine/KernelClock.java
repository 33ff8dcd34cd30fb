package io.github.thalweg.engine;

import io.github.thalweg.nn.Op;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Collects what each kernel of a step takes, step by step. */
public final class KernelClock {
  private final List<List<Op>> ops;
  private final double[][] seconds;
  private int taken;

  /**
   * @param ops what each kernel carries out
   * @param steps at most
   */
  public KernelClock(List<List<Op>> ops, int steps) {
    this.ops = List.copyOf(ops);
    seconds = new double[ops.size()][steps];
  }

  /** Adds to what a kernel took in the step at hand. */
  public void took(int kernel, double more) {
    seconds[kernel][taken] += more;
  }

  /** Ends the step at hand. */
  public void next() {
    taken++;
  }

  /**
   * The medians of the steps that were taken.
   *
   * @param least kernels that take less seconds than this are left out
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
