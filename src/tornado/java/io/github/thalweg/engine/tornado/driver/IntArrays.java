package io.github.thalweg.engine.tornado.driver;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.IntBuffer;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/** Copies from Java's arrays to those of TornadoVM, which lie outside the heap. */
public final class IntArrays {
  private IntArrays() {}

  /** Puts all values into an array, from an index on. */
  public static void put(int[] values, IntArray array, int at) {
    put(IntBuffer.wrap(values), array, at);
  }

  /** Puts all values into an array, from an index on. */
  public static void put(IntBuffer values, IntArray array, int at) {
    MemorySegment.copy(
        values.array(),
        values.arrayOffset(),
        array.getSegment(),
        ValueLayout.JAVA_INT,
        (long) at * Integer.BYTES,
        values.capacity());
  }
}
