package io.github.thalweg.data;

/** Data sets that are written out in a run file. */
public final class InlineData {
  private InlineData() {}

  /**
   * Numbers to come close to.
   *
   * @param features N rows of D
   * @param targets N rows of K
   * @throws io.github.thalweg.InvalidInputException if rows differ in length or number, or hold a
   *     number that is not finite
   */
  public static Dataset regression(double[][] features, double[][] targets) {
    return dataset(features, targets, new Task.Regression());
  }

  /**
   * Classes 0 … {@code classes} − 1.
   *
   * @param features N rows of D
   * @param targets N rows of one class index
   * @throws io.github.thalweg.InvalidInputException as {@link #regression} does, or if a target is
   *     not such an index
   */
  public static Dataset classification(double[][] features, double[][] targets, int classes) {
    return dataset(features, targets, new Task.Classification(classes));
  }

  private static Dataset dataset(double[][] features, double[][] targets, Task task) {
    RowArrays.requireAsMany(features.length, targets.length);
    return new Dataset(
        features.length,
        width(features),
        Values.of(RowArrays.rowMajor(features, "the inline features")),
        width(targets),
        Values.of(RowArrays.rowMajor(targets, "the inline targets")),
        task,
        Dataset.numbered(width(features)),
        Origin.rows("the inline data"));
  }

  private static int width(double[][] rows) {
    return rows.length == 0 ? 0 : rows[0].length;
  }
}
