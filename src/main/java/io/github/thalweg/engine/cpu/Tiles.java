package io.github.thalweg.engine.cpu;

/**
 * How a matrix is cut into tiles that different threads may compute: along its longer side.
 *
 * @param byRows whether the rows are cut, else the columns
 */
record Tiles(int rows, int columns, boolean byRows, Blocks blocks) {
  /**
   * @param operations that the whole matrix takes
   */
  static Tiles of(int rows, int columns, long operations) {
    boolean byRows = rows >= columns;
    return new Tiles(rows, columns, byRows, Blocks.of(byRows ? rows : columns, operations));
  }

  int count() {
    return blocks.count();
  }

  Tile get(int index) {
    int from = blocks.from(index);
    int to = blocks.to(index);
    return byRows ? new Tile(from, to, 0, columns) : new Tile(0, rows, from, to);
  }

  /** Rows {@code top} … {@code bottom} − 1, columns {@code left} … {@code right} − 1. */
  record Tile(int top, int bottom, int left, int right) {
    int rows() {
      return bottom - top;
    }

    int columns() {
      return right - left;
    }
  }
}
