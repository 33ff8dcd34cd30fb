package io.github.thalweg.engine.cpu.threads;

/**
 * How a matrix of sums is cut into tiles that different threads may compute. The cut follows from
 * the amount of work alone, never from the number of threads.
 *
 * @param byRows whether the rows are cut, else the columns
 */
public record Tiles(int rows, int columns, boolean byRows, Blocks blocks) {
  /** Columns from which on they are cut: tiles of fewer would be narrow. */
  private static final int WIDE = 128;

  /** Rows for each column beyond which the rows are cut: they should not be read time and again. */
  private static final int TALL = 64;

  /**
   * Operations on an element up to which the rows are cut: what little is computed takes as long as
   * it takes to go through the matrix, in order.
   */
  private static final int FEW_OPERATIONS = 64;

  /**
   * @param operations that the whole matrix takes
   */
  public static Tiles of(int rows, int columns, long operations) {
    boolean byRows =
        columns < WIDE
            || rows / columns >= TALL
            || operations <= (long) FEW_OPERATIONS * rows * columns;
    return new Tiles(rows, columns, byRows, Blocks.of(byRows ? rows : columns, operations));
  }

  public int count() {
    return blocks.count();
  }

  public Tile get(int index) {
    int from = blocks.from(index);
    int to = blocks.to(index);
    return byRows ? new Tile(this, from, to, 0, columns) : new Tile(this, 0, rows, from, to);
  }

  /**
   * Rows {@code top} … {@code bottom} − 1, columns {@code left} … {@code right} − 1.
   *
   * @param of the whole matrix
   */
  public record Tile(Tiles of, int top, int bottom, int left, int right) {
    /** A matrix in one tile. */
    public static Tile whole(int rows, int columns) {
      return Tiles.of(rows, columns, 0).get(0);
    }

    public int rows() {
      return bottom - top;
    }

    public int columns() {
      return right - left;
    }

    /** Copies the tile of one matrix to that of another. */
    public void copy(Matrix from, Matrix to) {
      for (int i = top; i < bottom; i++) {
        System.arraycopy(from.data, from.at(i, left), to.data, to.at(i, left), columns());
      }
    }
  }
}
