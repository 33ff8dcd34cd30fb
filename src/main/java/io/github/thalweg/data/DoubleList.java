package io.github.thalweg.data;

import io.github.thalweg.RunFailedException;
import java.util.stream.DoubleStream;

/** A growing list of numbers, because a file does not say in advance how many it holds. */
public final class DoubleList {
  private static final int LARGEST_ARRAY = Integer.MAX_VALUE - 8;

  /** In pieces, so that what is there is not copied whenever it grows. */
  private final DoubleStream.Builder values = DoubleStream.builder();

  private int size;

  public void add(double value) {
    if (size == LARGEST_ARRAY) {
      throw new RunFailedException(
          "The data holds more than "
              + LARGEST_ARRAY
              + " numbers, more than one array can; train on fewer rows or columns.");
    }
    values.accept(value);
    size++;
  }

  public int size() {
    return size;
  }

  /** All of them; nothing can be appended after that. */
  public double[] toArray() {
    return values.build().toArray();
  }
}
