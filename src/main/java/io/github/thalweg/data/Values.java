package io.github.thalweg.data;

import java.nio.FloatBuffer;
import java.util.function.IntToDoubleFunction;

/**
 * Numbers of a table, row-major, from their source: in float32, or in float64 if they come from a
 * text or a computation. Engines compute with float32; float64 is for scaling first, and for the
 * reference. Parts of a table share its array.
 */
public final class Values {
  /** An array of float32, or else of float64. */
  private final float[] single;

  private final double[] exact;
  private final int from;
  private final int size;

  /** In float32, after the first request. */
  private volatile FloatBuffer rounded;

  private Values(float[] single, double[] exact, int from, int size) {
    this.single = single;
    this.exact = exact;
    this.from = from;
    this.size = size;
  }

  public static Values of(float[] numbers) {
    return new Values(numbers, null, 0, numbers.length);
  }

  public static Values of(double[] numbers) {
    return new Values(null, numbers, 0, numbers.length);
  }

  int size() {
    return size;
  }

  /** Whether float32 loses something of them. */
  boolean isFloat64() {
    return exact != null;
  }

  double get(int index) {
    return exact == null ? single[from + index] : exact[from + index];
  }

  /**
   * All of them in float32, in an array from {@code arrayOffset} on: the same each time, which must
   * not be changed.
   */
  FloatBuffer rounded() {
    FloatBuffer known = rounded;
    if (known == null) {
      known = exact == null ? FloatBuffer.wrap(single, from, size).slice() : roundedCopy();
      rounded = known;
    }
    return known;
  }

  private FloatBuffer roundedCopy() {
    float[] floats = new float[size];
    for (int i = 0; i < size; i++) {
      floats[i] = (float) exact[from + i];
    }
    return FloatBuffer.wrap(floats);
  }

  /** Some of them, where they are. */
  Values slice(int first, int count) {
    return new Values(single, exact, from + first, count);
  }

  /** The rows with these indices, in this order, copied. */
  Values rows(int[] indices, int columns) {
    int count = Math.multiplyExact(indices.length, columns);
    Values selected = exact == null ? of(new float[count]) : of(new double[count]);
    for (int i = 0; i < indices.length; i++) {
      System.arraycopy(
          array(), from + indices[i] * columns, selected.array(), i * columns, columns);
    }
    return selected;
  }

  private Object array() {
    return exact == null ? single : exact;
  }

  /**
   * The rows with these indices, in this order, in the same array, without the old order.
   *
   * @param order a permutation of all rows
   */
  Values reordered(int[] order, int columns) {
    Object numbers = array();
    Object aside = exact == null ? new float[columns] : new double[columns];
    int[] source = order.clone();
    for (int start = 0; start < source.length; start++) {
      // Goes through each cycle of the permutation once, with a copy of its first row.
      System.arraycopy(numbers, from + start * columns, aside, 0, columns);
      int row = start;
      while (source[row] != start) {
        int next = source[row];
        System.arraycopy(numbers, from + next * columns, numbers, from + row * columns, columns);
        source[row] = row;
        row = next;
      }
      System.arraycopy(aside, 0, numbers, from + row * columns, columns);
      source[row] = row;
    }
    return slice(0, size);
  }

  /** Other numbers in the same array, rounded if it is float32: the old ones are lost. */
  Values replaced(IntToDoubleFunction number) {
    for (int i = 0; i < size; i++) {
      double other = number.applyAsDouble(i);
      if (exact == null) {
        single[from + i] = (float) other;
      } else {
        exact[from + i] = other;
      }
    }
    return slice(0, size);
  }

  /** The columns with these indices, in this order, copied. */
  Values columns(int[] indices, int columns) {
    int count = Math.multiplyExact(size / columns, indices.length);
    Values selected = exact == null ? of(new float[count]) : of(new double[count]);
    return selected.replaced(i -> get(i / indices.length * columns + indices[i % indices.length]));
  }

  /** In float32 only, if that holds every number exactly; else these. */
  Values compact() {
    for (int i = 0; exact != null && i < size; i++) {
      if ((float) get(i) != get(i)) {
        return this;
      }
    }
    return inFloat32();
  }

  /** Rounded to float32. */
  Values inFloat32() {
    FloatBuffer floats = rounded();
    return new Values(floats.array(), null, floats.arrayOffset(), size);
  }
}
