package io.github.thalweg.data;

import io.github.thalweg.InvalidInputException;

/** Data sets that are written out where they are used: rows of numbers in a run file or in code. */
public final class InlineData {
  private InlineData() {}

  /**
   * Numbers to come close to.
   *
   * @param features N rows of D
   * @param targets N rows of K
   * @throws InvalidInputException if rows differ in length or number, or hold a number that is not
   *     finite
   */
  public static Dataset regression(double[][] features, double[][] targets) {
    return dataset(features, targets, new Task.Regression());
  }

  /**
   * Classes 0 … {@code classes} − 1.
   *
   * @param features N rows of D
   * @param targets N rows of one class index
   * @throws InvalidInputException as {@link #regression} does, or if a target is not such an index
   */
  public static Dataset classification(double[][] features, double[][] targets, int classes) {
    return dataset(features, targets, new Task.Classification(classes));
  }

  private static Dataset dataset(double[][] features, double[][] targets, Task task) {
    if (features.length != targets.length) {
      throw new InvalidInputException(
          "Inline data needs a row of targets for every row of features; it has "
              + targets.length
              + " and "
              + features.length
              + " rows.");
    }
    double[] x = rowMajor(features, "features");
    double[] y = rowMajor(targets, "targets");
    return new Dataset(
        features.length,
        features[0].length,
        Values.of(x),
        targets[0].length,
        Values.of(y),
        task,
        Dataset.numbered(features[0].length),
        Origin.rows("the inline data"));
  }

  private static double[] rowMajor(double[][] rows, String what) {
    if (rows.length == 0 || rows[0].length == 0) {
      throw new InvalidInputException(
          "Inline data has no " + what + "; at least one row of at least one number was expected.");
    }
    int columns = rows[0].length;
    double[] values = new double[Math.multiplyExact(rows.length, columns)];
    for (int row = 0; row < rows.length; row++) {
      if (rows[row].length != columns) {
        throw new InvalidInputException(
            "Row "
                + (row + 1)
                + " of the inline "
                + what
                + " has length "
                + rows[row].length
                + "; the rows before it have length "
                + columns
                + ".");
      }
      for (int column = 0; column < columns; column++) {
        double value = rows[row][column];
        if (!Double.isFinite(value)) {
          throw new InvalidInputException(
              "Row "
                  + (row + 1)
                  + ", column "
                  + (column + 1)
                  + " of the inline "
                  + what
                  + " is "
                  + value
                  + ", which is not a finite number.");
        }
        values[row * columns + column] = value;
      }
    }
    return values;
  }
}
