package io.github.thalweg.bench;

import io.github.thalweg.data.Dataset;
import io.github.thalweg.data.Task;
import java.util.stream.IntStream;

/**
 * Data that is a formula: the same float32 values on every machine and in every language. What
 * looks random comes from {@link #u}, a hash of the element's index.
 */
public enum SyntheticData {
  /** One example x = (0.8, 0.4, 0.4, 0.2) with the target (1, 0). */
  ONE_EXAMPLE(1, 4) {
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
  },

  /**
   * x[i][j] = 2u(64i + j) − 1 and y[i] = 0.5 + Σⱼ x[i][j]·(0.01(j + 1) − 0.3), summed in float64.
   */
  HYPERPLANE(1_000_000, 64) {
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
  },

  /**
   * Images of 28 × 28 in ten classes: row i is of class c = i mod 10, and x[i][j] = ½u(784i + j) +
   * ½u(2⁴⁸ + 784c + j), half noise and half the image of its class.
   */
  IMAGES(60_000, 784) {
    @Override
    public Dataset dataset(int rows) {
      int columns = columns();
      float[] features = new float[rows * columns];
      float[] targets = new float[rows];
      IntStream.range(0, rows)
          .parallel()
          .forEach(i -> {
            int label = i % CLASSES;
            for (int j = 0; j < columns; j++) {
              features[i * columns + j] =
                  0.5f * u((long) i * columns + j)
                      + 0.5f * u((1L << 48) + (long) label * columns + j);
            }
            targets[i] = label;
          });
      return new Dataset(rows, columns, features, 1, targets, new Task.Classification(CLASSES));
    }
  };

  private static final int CLASSES = 10;

  private final int rows;
  private final int columns;

  SyntheticData(int rows, int columns) {
    this.rows = rows;
    this.columns = columns;
  }

  /** Rows of the whole set. */
  public int rows() {
    return rows;
  }

  /** Features in a row. */
  public int columns() {
    return columns;
  }

  /**
   * The first rows of the set.
   *
   * @param rows 1 … {@link #rows()}
   */
  public abstract Dataset dataset(int rows);

  /**
   * A hash of k that looks uniform in [0, 1), a multiple of 2⁻²⁴: the finaliser of SplitMix64
   * (Steele, Lea and Flood, 2014) behind an offset.
   */
  public static float u(long k) {
    long z = k * 0x9E3779B97F4A7C15L + 0x1234567L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    z ^= z >>> 31;
    return (z >>> 40) * 0x1p-24f;
  }
}
