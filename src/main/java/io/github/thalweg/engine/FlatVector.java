package io.github.thalweg.engine;

/**
 * Numbers one after the other, in the engine's precision, so that a model of many parameters takes
 * no more memory than needed.
 */
public sealed interface FlatVector {
  /** Their number. */
  int size();

  /** One of them. */
  double get(int index);

  /** All of them in float32: the vector's own array if it is float32, else rounded copies. */
  float[] floats();

  /** All of them in float64: the vector's own array if it is float64, else copies. */
  double[] doubles();

  static FlatVector of(float[] values) {
    return new F32(values);
  }

  static FlatVector of(double[] values) {
    return new F64(values);
  }

  /** In single precision. */
  record F32(float[] floats) implements FlatVector {
    @Override
    public int size() {
      return floats.length;
    }

    @Override
    public double get(int index) {
      return floats[index];
    }

    @Override
    public double[] doubles() {
      double[] doubles = new double[floats.length];
      for (int i = 0; i < doubles.length; i++) {
        doubles[i] = floats[i];
      }
      return doubles;
    }
  }

  /** In double precision. */
  record F64(double[] doubles) implements FlatVector {
    @Override
    public int size() {
      return doubles.length;
    }

    @Override
    public double get(int index) {
      return doubles[index];
    }

    @Override
    public float[] floats() {
      float[] floats = new float[doubles.length];
      for (int i = 0; i < floats.length; i++) {
        floats[i] = (float) doubles[i];
      }
      return floats;
    }
  }
}
