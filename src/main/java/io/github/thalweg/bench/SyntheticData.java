package io.github.thalweg.bench;

import io.github.thalweg.data.Dataset;
import io.github.thalweg.data.Task;
import java.util.stream.IntStream;

/**
 * Data from a formula: the same float32 values on every machine and in every language.
 * Random-looking values come from {@link #u}, a hash of the element's index.
 */
public sealed interface SyntheticData {
  /** Features in a row. */
  int columns();

  /**
   * The first rows of the set.
   *
   * @param rows at least 1
   */
  Dataset dataset(int rows);

  /**
   * A weight at the start of a training on this data.
   *
   * @param out units of the layer
   * @param in its inputs
   * @param k the weight's place in the layer's (out, in), counted row-major
   */
  float initialWeight(int out, int in, int k);

  /**
   * One example x = (0.8, 0.4, 0.4, 0.2) with the target (1, 0); weight k starts at 0.01(k + 1).
   */
  record OneExample() implements SyntheticData {
    @Override
    public int columns() {
      return 4;
    }

    @Override
    public Dataset dataset(int rows) {
      return new Dataset(
          1,
          columns(),
          new float[] {0.8f, 0.4f, 0.4f, 0.2f},
          2,
          new float[] {1, 0},
          new Task.Regression());
    }

    @Override
    public float initialWeight(int out, int in, int k) {
      return 0.01f * (k + 1);
    }
  }

  /**
   * x[i][j] = 2u(64i + j) − 1 and y[i] = 0.5 + Σⱼ x[i][j]·(0.01(j + 1) − 0.3), summed in float64;
   * weights start at 0.
   */
  record Hyperplane() implements SyntheticData {
    @Override
    public int columns() {
      return 64;
    }

    @Override
    public Dataset dataset(int rows) {
      int columns = columns();
      float[] features = new float[rows * columns];
      float[] targets = new float[rows];
      IntStream.range(0, rows)
          .parallel()
          .forEach(i -> {
            int offset = i * columns;
            double target = 0.5;
            for (int j = 0; j < columns; j++) {
              features[offset + j] = 2 * u(offset + j) - 1;
              target += features[offset + j] * (0.01 * (j + 1) - 0.3);
            }
            targets[i] = (float) target;
          });
      return new Dataset(rows, columns, features, 1, targets, new Task.Regression());
    }

    @Override
    public float initialWeight(int out, int in, int k) {
      return 0;
    }
  }

  /**
   * Images of {@code columns} pixels: row i is of class c = i mod {@code classes}, and x[i][j] =
   * ½u(columns·i + j) + ½u(2⁴⁸ + columns·c + j), half noise and half the image of its class. A
   * weight of a layer (out, in) starts at (2u(2⁵⁰ + out·2³⁶ + in·2²² + k) − 1)/√in.
   *
   * @param columns pixels of an image, at least 1
   * @param classes number of classes, at least 1
   * @param task classification learns the class c, regression the number c/classes
   */
  record Images(int columns, int classes, Task task) implements SyntheticData {
    @Override
    public Dataset dataset(int rows) {
      float[] features = new float[Math.multiplyExact(rows, columns)];
      float[] targets = new float[rows];
      boolean classification = task instanceof Task.Classification;
      IntStream.range(0, rows)
          .parallel()
          .forEach(i -> {
            int label = i % classes;
            for (int j = 0; j < columns; j++) {
              features[i * columns + j] =
                  0.5f * u((long) i * columns + j)
                      + 0.5f * u((1L << 48) + (long) label * columns + j);
            }
            targets[i] = classification ? label : (float) label / classes;
          });
      return new Dataset(rows, columns, features, 1, targets, task);
    }

    @Override
    public float initialWeight(int out, int in, int k) {
      long first = (1L << 50) + ((long) out << 36) + ((long) in << 22);
      return (2 * u(first + k) - 1) * (float) (1 / Math.sqrt(in));
    }
  }

  /**
   * A hash of k that looks uniform in [0, 1), a multiple of 2⁻²⁴: the finaliser of SplitMix64
   * (Steele, Lea and Flood, 2014) behind an offset.
   */
  static float u(long k) {
    long z = k * 0x9E3779B97F4A7C15L + 0x1234567L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    z ^= z >>> 31;
    return (z >>> 40) * 0x1p-24f;
  }
}
