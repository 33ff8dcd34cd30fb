package io.github.thalweg.data;

/**
 * Numbers of a table, row-major, as their source gave them: in float32, or in float64 where that is
 * what a text or a computation gives. Engines compute with float32; float64 is for scaling first,
 * and for the reference.
 */
public final class Values {
  /** Null where the numbers are float32 themselves. */
  private final double[] exact;

  /** Of float64, once somebody has asked for it. */
  private volatile float[] rounded;

  private Values(double[] exact, float[] rounded) {
    this.exact = exact;
    this.rounded = rounded;
  }

  public static Values of(float[] numbers) {
    return new Values(null, numbers);
  }

  public static Values of(double[] numbers) {
    return new Values(numbers, null);
  }

  int size() {
    return exact == null ? rounded.length : exact.length;
  }

  /** Whether there is more to them than float32 shows. */
  boolean isFloat64() {
    return exact != null;
  }

  double get(int index) {
    return exact == null ? rounded[index] : exact[index];
  }

  /** All of them in float32: the same array each time, which must not be changed. */
  float[] rounded() {
    if (rounded == null) {
      float[] floats = new float[exact.length];
      for (int i = 0; i < floats.length; i++) {
        floats[i] = (float) exact[i];
      }
      rounded = floats;
    }
    return rounded;
  }

  /** The rows with these indices, in this order, copied. */
  Values rows(int[] indices, int columns) {
    if (exact == null) {
      float[] selected = new float[Math.multiplyExact(indices.length, columns)];
      for (int i = 0; i < indices.length; i++) {
        System.arraycopy(rounded, indices[i] * columns, selected, i * columns, columns);
      }
      return of(selected);
    }
    double[] selected = new double[Math.multiplyExact(indices.length, columns)];
    for (int i = 0; i < indices.length; i++) {
      System.arraycopy(exact, indices[i] * columns, selected, i * columns, columns);
    }
    return of(selected);
  }

  /** The columns with these indices, in this order, copied. */
  Values columns(int[] indices, int columns) {
    int rows = size() / columns;
    double[] selected = new double[Math.multiplyExact(rows, indices.length)];
    for (int i = 0; i < selected.length; i++) {
      selected[i] = get(i / indices.length * columns + indices[i % indices.length]);
    }
    return exact == null ? of(of(selected).rounded()) : of(selected);
  }

  /** In float32 alone, where that holds every number as it is; else these. */
  Values compact() {
    if (exact == null) {
      return this;
    }
    for (double number : exact) {
      if ((float) number != number) {
        return this;
      }
    }
    return of(rounded());
  }
}
