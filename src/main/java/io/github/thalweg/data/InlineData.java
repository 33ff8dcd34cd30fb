package io.github.thalweg.data;

import io.github.thalweg.InvalidInputException;
import io.github.thalweg.text.Numbers;

/** Data sets inside a run file. */
public final class InlineData {
  private static final String TARGETS = "the inline targets";
  private static final int MOST_CLASSES = Task.Classification.MAX_CLASSES;

  private InlineData() {}

  /**
   * Numbers to predict.
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
   * Classes 0, 1 and so on, up to the largest of a row.
   *
   * @param features N rows of D
   * @param targets N rows of one class index
   * @throws InvalidInputException as {@link #regression} does, or if a target is not such an index
   */
  public static Dataset classification(double[][] features, double[][] targets) {
    double[] values = RowArrays.rowMajor(targets, TARGETS);
    int largest = 0;
    for (int i = 0; i < values.length; i++) {
      if (!(values[i] >= 0 && values[i] < MOST_CLASSES && values[i] == Math.rint(values[i]))) {
        throw new InvalidInputException(
            "Row "
                + (i / width(targets) + 1)
                + " of the inline data, target: "
                + Numbers.setting(values[i])
                + " is not a class; classes are whole numbers from 0 to "
                + (MOST_CLASSES - 1)
                + ".");
      }
      largest = Math.max(largest, (int) values[i]);
    }
    return dataset(features, targets, new Task.Classification(largest + 1));
  }

  private static Dataset dataset(double[][] features, double[][] targets, Task task) {
    RowArrays.requireAsMany(features.length, targets.length);
    return new Dataset(
        features.length,
        width(features),
        Values.of(RowArrays.rowMajor(features, "the inline features")),
        width(targets),
        Values.of(RowArrays.rowMajor(targets, TARGETS)),
        task,
        Dataset.numbered(width(features)),
        Origin.rows("the inline data"));
  }

  private static int width(double[][] rows) {
    return rows.length == 0 ? 0 : rows[0].length;
  }
}
