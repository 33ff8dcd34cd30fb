package io.github.thalweg.program;

/**
 * A named, row-major matrix of a {@link TrainingProgram}.
 *
 * @param name unique in its phase; the same name in two phases with role PARAMETER is the same
 *     memory
 * @param rows the most rows it can have: the phase's capacity when {@link Role#batched()}
 * @param columns elements in a row
 * @param offset of the first element in θ (PARAMETER) or g (GRADIENT), else 0
 */
public record Tensor(String name, Role role, int rows, int columns, int offset) {
  public Tensor(String name, Role role, int rows, int columns) {
    this(name, role, rows, columns, 0);
  }

  /** Elements, rows × columns. */
  public long size() {
    return (long) rows * columns;
  }

  /** Elements when the batch at hand has so many rows. */
  double elements(int batch) {
    return role.batched() ? (double) batch * columns : size();
  }

  @Override
  public String toString() {
    return name + " [" + rows + ", " + columns + "]";
  }
}
