package io.github.thalweg.data;

import io.github.thalweg.RunFailedException;
import java.util.Arrays;

/** A growing list of numbers, because a file does not say in advance how many it holds. */
public final class DoubleList {
  private static final int LARGEST_ARRAY = Integer.MAX_VALUE - 8;

  private double[] values = new double[1024];
  private int size;

  public void add(double value) {
    if (size == values.length) {
      if (size == LARGEST_ARRAY) {
        throw new RunFailedException(
            "The data holds more than "
                + LARGEST_ARRAY
                + " numbers, more than one array can; train on fewer rows or columns.");
      }
      values = Arrays.copyOf(values, (int) Math.min(LARGEST_ARRAY, 2L * size));
    }
    values[size++] = value;
  }

  public int size() {
    return size;
  }

  public double[] toArray() {
    return Arrays.copyOf(values, size);
  }
}
