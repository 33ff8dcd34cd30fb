package io.github.thalweg.data;

import java.nio.FloatBuffer;

/** Numbers of a data set as an array. */
public final class Floats {
  private Floats() {}

  public static float[] of(FloatBuffer numbers) {
    float[] array = new float[numbers.capacity()];
    numbers.get(0, array);
    return array;
  }
}
