package io.github.thalweg.data;

import io.github.thalweg.text.Numbers;
import java.lang.reflect.Array;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.function.IntToDoubleFunction;

/**
 * Numbers of a table, row-major, from their source: in float32, in float64 if they come from a text
 * or a computation, or in int32 if they are indices. Engines compute with float32 and int32;
 * float64 is for scaling first, and for the reference. Parts of a table share its array.
 */
public final class Values {
  /** The array, as one of these three. */
  private final float[] single;

  private final double[] exact;
  private final int[] whole;
  private final int from;
  private final int size;

  /** In float32, after the first request. */
  private volatile FloatBuffer rounded;

  /** In int32, after the first request. */
  private volatile IntBuffer ints;

  private Values(Object array, int from, int size) {
    single = array instanceof float[] floats ? floats : null;
    exact = array instanceof double[] doubles ? doubles : null;
    whole = array instanceof int[] integers ? integers : null;
    this.from = from;
    this.size = size;
  }

  public static Values of(float[] numbers) {
    return new Values(numbers, 0, numbers.length);
  }

  public static Values of(double[] numbers) {
    return new Values(numbers, 0, numbers.length);
  }

  public static Values of(int[] numbers) {
    return new Values(numbers, 0, numbers.length);
  }

  int size() {
    return size;
  }

  /** Whether float32 loses something of them. */
  boolean isFloat64() {
    return exact != null;
  }

  double get(int index) {
    if (single != null) {
      return single[from + index];
    }
    return exact != null ? exact[from + index] : whole[from + index];
  }

  /** One of them as run files spell it. */
  String written(int index) {
    if (single != null) {
      return Numbers.setting(single[from + index]);
    }
    return exact != null
        ? Numbers.setting(exact[from + index])
        : Integer.toString(whole[from + index]);
  }

  private void set(int index, double number) {
    if (single != null) {
      single[from + index] = (float) number;
    } else if (exact != null) {
      exact[from + index] = number;
    } else {
      whole[from + index] = (int) number;
    }
  }

  /**
   * All of them in float32, in an array from {@code arrayOffset} on: the same each time, which must
   * not be changed.
   */
  FloatBuffer rounded() {
    FloatBuffer known = rounded;
    if (known == null) {
      known = single != null ? FloatBuffer.wrap(single, from, size).slice() : roundedCopy();
      rounded = known;
    }
    return known;
  }

  private FloatBuffer roundedCopy() {
    float[] floats = new float[size];
    for (int i = 0; i < size; i++) {
      floats[i] = (float) get(i);
    }
    return FloatBuffer.wrap(floats);
  }

  /**
   * All of them in int32, in an array from {@code arrayOffset} on: the same each time, which must
   * not be changed.
   *
   * @throws IllegalStateException when one is not a whole number of int32
   */
  IntBuffer ints() {
    IntBuffer known = ints;
    if (known == null) {
      known = whole != null ? IntBuffer.wrap(whole, from, size).slice() : intCopy();
      ints = known;
    }
    return known;
  }

  private IntBuffer intCopy() {
    int[] copy = new int[size];
    for (int i = 0; i < size; i++) {
      copy[i] = (int) get(i);
      if (copy[i] != get(i)) {
        throw new IllegalStateException(get(i) + " is not a whole number of int32.");
      }
    }
    return IntBuffer.wrap(copy);
  }

  /**
   * The same numbers in int32.
   *
   * @throws IllegalStateException as {@link #ints} does
   */
  Values inInt32() {
    IntBuffer all = ints();
    return new Values(all.array(), all.arrayOffset(), size);
  }

  /** Some of them, where they are. */
  Values slice(int first, int count) {
    return new Values(array(), from + first, count);
  }

  /** The rows with these indices, in this order, copied. */
  Values rows(int[] indices, int columns) {
    int count = Math.multiplyExact(indices.length, columns);
    Values selected = zeros(count);
    for (int i = 0; i < indices.length; i++) {
      System.arraycopy(
          array(), from + indices[i] * columns, selected.array(), i * columns, columns);
    }
    return selected;
  }

  private Object array() {
    if (single != null) {
      return single;
    }
    return exact != null ? exact : whole;
  }

  /** So many zeros of the same type. */
  private Values zeros(int count) {
    return new Values(Array.newInstance(array().getClass().componentType(), count), 0, count);
  }

  /**
   * The rows with these indices, in this order, in the same array, without the old order.
   *
   * @param order a permutation of all rows
   */
  Values reordered(int[] order, int columns) {
    Object numbers = array();
    Object aside = zeros(columns).array();
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

  /** Other numbers in the same array, rounded to its type: the old ones are lost. */
  Values replaced(IntToDoubleFunction number) {
    for (int i = 0; i < size; i++) {
      set(i, number.applyAsDouble(i));
    }
    return slice(0, size);
  }

  /** The columns with these indices, in this order, copied. */
  Values columns(int[] indices, int columns) {
    int count = Math.multiplyExact(size / columns, indices.length);
    Values selected = zeros(count);
    return selected.replaced(i -> get(i / indices.length * columns + indices[i % indices.length]));
  }

  /** Float64 numbers in float32 only, if that holds each of them exactly; else these. */
  Values compact() {
    for (int i = 0; exact != null && i < size; i++) {
      if ((float) get(i) != get(i)) {
        return this;
      }
    }
    return inFloat32();
  }

  /** Rounded to float32, unless they are int32. */
  Values inFloat32() {
    if (whole != null) {
      return this;
    }
    FloatBuffer floats = rounded();
    return new Values(floats.array(), floats.arrayOffset(), size);
  }
}
