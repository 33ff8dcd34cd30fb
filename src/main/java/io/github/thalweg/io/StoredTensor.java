package io.github.thalweg.io;

import io.github.thalweg.InvalidInputException;
import java.util.Arrays;

/**
 * An array of numbers with a shape, row-major, in single or double precision. A scalar has the
 * empty shape.
 */
public sealed interface StoredTensor {
  /** Size of every dimension, each at least 0. */
  int[] shape();

  /** Its number of elements. */
  int size();

  /** The numbers in single precision, rounded if they were double; else the tensor's own array. */
  float[] floats();

  /** The numbers in double precision; the tensor's own array if they are double already. */
  double[] doubles();

  /** A tensor in single precision. */
  record F32(int[] shape, float[] values) implements StoredTensor {
    public F32 {
      check(shape, values.length);
    }

    @Override
    public int size() {
      return values.length;
    }

    @Override
    public float[] floats() {
      return values;
    }

    @Override
    public double[] doubles() {
      double[] doubles = new double[values.length];
      for (int i = 0; i < values.length; i++) {
        doubles[i] = values[i];
      }
      return doubles;
    }
  }

  /** A tensor in double precision. */
  record F64(int[] shape, double[] values) implements StoredTensor {
    public F64 {
      check(shape, values.length);
    }

    @Override
    public int size() {
      return values.length;
    }

    @Override
    public float[] floats() {
      float[] floats = new float[values.length];
      for (int i = 0; i < values.length; i++) {
        floats[i] = (float) values[i];
      }
      return floats;
    }

    @Override
    public double[] doubles() {
      return values;
    }
  }

  /** The product of a shape's sizes, or 2³¹ if it is larger: no array holds as many. */
  static long elements(int[] shape) {
    long product = 1;
    for (int size : shape) {
      product = Math.min(product * size, 1L << 31);
    }
    return product;
  }

  private static void check(int[] shape, int size) {
    if (Arrays.stream(shape).anyMatch(dimension -> dimension < 0) || elements(shape) != size) {
      throw new InvalidInputException(
          "A tensor of shape " + Arrays.toString(shape) + " cannot hold " + size + " numbers.");
    }
  }
}
