package io.github.thalweg.data;

import java.util.Arrays;

/** A growing list of integers. */
public final class IntList {
  private int[] values = new int[1024];
  private int size;

  public void add(int value) {
    if (size == values.length) {
      values = Arrays.copyOf(values, (int) Math.min(Integer.MAX_VALUE - 8, 2L * size));
    }
    values[size++] = value;
  }

  public int[] toArray() {
    return Arrays.copyOf(values, size);
  }
}
