package io.github.thalweg.data;

import io.github.thalweg.InvalidInputException;
import java.util.function.IntUnaryOperator;

/** Checks rows of numbers in arrays of arrays and copies them into one array. */
final class RowArrays {
  private RowArrays() {}

  /**
   * Rows of float64 numbers, row-major.
   *
   * @param of the name of the rows, such as {@code the inline features}
   * @throws InvalidInputException if there are none, one is null, they differ in length, or a
   *     number is not finite
   */
  static double[] rowMajor(double[][] rows, String of) {
    int columns = columns(rows, row -> rows[row].length, of);
    double[] values = new double[Math.multiplyExact(rows.length, columns)];
    for (int i = 0; i < values.length; i++) {
      values[i] = finite(rows[i / columns][i % columns], i, columns, of);
    }
    return values;
  }

  /** The same, for float32. */
  static float[] rowMajor(float[][] rows, String of) {
    int columns = columns(rows, row -> rows[row].length, of);
    float[] values = new float[Math.multiplyExact(rows.length, columns)];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) finite(rows[i / columns][i % columns], i, columns, of);
    }
    return values;
  }

  /** Each row of features needs a row of targets. */
  static void requireAsMany(int features, int targets) {
    if (features != targets) {
      throw new InvalidInputException(
          "Data need a row of targets for every row of features; there are "
              + targets
              + " and "
              + features
              + " rows.");
    }
  }

  private static int columns(Object[] rows, IntUnaryOperator lengths, String of) {
    for (int row = 0; row < rows.length; row++) {
      if (rows[row] == null) {
        throw new InvalidInputException(
            "Row " + (row + 1) + " of " + of + " is null; an array of numbers was expected.");
      }
    }
    int columns = rows.length == 0 ? 0 : lengths.applyAsInt(0);
    if (columns == 0) {
      throw new InvalidInputException(
          "There are no numbers in "
              + of
              + "; at least one row of at least one number was expected.");
    }
    for (int row = 1; row < rows.length; row++) {
      if (lengths.applyAsInt(row) != columns) {
        throw new InvalidInputException(
            "Row "
                + (row + 1)
                + " of "
                + of
                + " has length "
                + lengths.applyAsInt(row)
                + "; the rows before it have length "
                + columns
                + ".");
      }
    }
    return columns;
  }

  private static double finite(double value, int index, int columns, String of) {
    if (!Double.isFinite(value)) {
      throw new InvalidInputException(
          "Row "
              + (index / columns + 1)
              + ", column "
              + (index % columns + 1)
              + " of "
              + of
              + " is "
              + value
              + ", which is not a finite number.");
    }
    return value;
  }
}
