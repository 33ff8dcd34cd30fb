package io.github.thalweg.nn;

/**
 * An input or output of an operation: its elements, row-major.
 *
 * @param name unique in a program; the same name in two of its phases is the same tensor, and with
 *     role PARAMETER or GRADIENT the same memory
 * @param offset of the first element in θ (PARAMETER) or g (GRADIENT), else 0
 */
public record Tensor(String name, Role role, Kind kind, Shape shape, int offset) {
  /** One of float32 numbers. */
  public Tensor(String name, Role role, Shape shape) {
    this(name, role, shape, 0);
  }

  /** One of float32 numbers in the vector of its role. */
  public Tensor(String name, Role role, Shape shape, int offset) {
    this(name, role, Kind.FLOAT32, shape, offset);
  }

  /** The last dimension. */
  public int columns() {
    return shape.inner();
  }

  /**
   * Elements.
   *
   * @param batch examples
   */
  public long elements(long batch) {
    return shape.elements(batch);
  }

  /** Elements of one example, or of a tensor without a batch dimension. */
  public long size() {
    return shape.size();
  }

  /** Whether this tensor and another one share memory. */
  public boolean overlaps(Tensor other) {
    return equals(other)
        || (isView() && role == other.role && offset < other.end() && other.offset < end());
  }

  /** Whether it is a part of the vector of its role. */
  private boolean isView() {
    return role == Role.PARAMETER || role == Role.GRADIENT;
  }

  private long end() {
    return offset + size();
  }

  @Override
  public String toString() {
    return name + " " + shape + (kind == Kind.INT32 ? " int32" : "");
  }
}
