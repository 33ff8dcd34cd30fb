package io.github.thalweg.engine.cpu.elements;

/** The sum of float32 numbers in float64. */
public final class DoubleSum {
  private DoubleSum() {}

  /** In four sums side by side: a single sum waits for its own additions. */
  public static double of(float[] x, int from, int count) {
    double sum0 = 0;
    double sum1 = 0;
    double sum2 = 0;
    double sum3 = 0;
    int i = from;
    for (; i < from + count - 3; i += 4) {
      sum0 += x[i];
      sum1 += x[i + 1];
      sum2 += x[i + 2];
      sum3 += x[i + 3];
    }
    for (; i < from + count; i++) {
      sum0 += x[i];
    }
    return (sum0 + sum1) + (sum2 + sum3);
  }
}
