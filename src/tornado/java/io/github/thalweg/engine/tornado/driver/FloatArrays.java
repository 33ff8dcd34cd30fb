package io.github.thalweg.engine.tornado.driver;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.FloatBuffer;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;

/** Copies between Java's arrays and those of TornadoVM, which are outside the heap. */
public final class FloatArrays {
  private FloatArrays() {}

  /** Puts all values into an array, from an index on. */
  public static void put(float[] values, FloatArray array, int at) {
    put(values, 0, values.length, array, at);
  }

  /** Puts all values into an array, from an index on. */
  public static void put(FloatBuffer values, FloatArray array, int at) {
    put(values, 0, values.capacity(), array, at);
  }

  /** Puts some values into an array, from an index on. */
  public static void put(FloatBuffer values, int from, int count, FloatArray array, int at) {
    put(values.array(), values.arrayOffset() + from, count, array, at);
  }

  /** Puts some values into an array, from an index on. */
  public static void put(float[] values, int from, int count, FloatArray array, int at) {
    MemorySegment.copy(
        values, from, array.getSegment(), ValueLayout.JAVA_FLOAT, (long) at * Float.BYTES, count);
  }

  /** Elements of an array. */
  public static float[] get(FloatArray array, int first, int count) {
    float[] values = new float[count];
    get(array, first, values, 0, count);
    return values;
  }

  /** Puts elements of an array among others, from an index on. */
  public static void get(FloatArray array, int first, float[] values, int at, int count) {
    MemorySegment.copy(
        array.getSegment(), ValueLayout.JAVA_FLOAT, (long) first * Float.BYTES, values, at, count);
  }

  /** Elements of an array in float64. */
  public static double[] doubles(FloatArray array, int first, int count) {
    double[] values = new double[count];
    for (int i = 0; i < count; i++) {
      values[i] = array.get(first + i);
    }
    return values;
  }
}
