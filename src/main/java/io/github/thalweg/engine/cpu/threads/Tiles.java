package io.github.thalweg.engine.cpu.threads;

/**
 * The cut of a matrix of sums into tiles for different threads. It depends only on the amount of
 * work, never on the number of threads.
 *
 * @param byRows whether the rows are cut, else the columns
 */
public record Tiles(int rows, int columns, boolean byRows, Blocks blocks) {
  /** From this many on, columns are cut: with fewer, tiles would be narrow. */
  private static final int WIDE = 128;

  /**
   * With more rows for each column than this, the rows are cut, so that they are not read
   * repeatedly.
   */
  private static final int TALL = 64;

  /**
   * With up to this many operations on an element, the rows are cut: then the time depends on
   * reading the matrix in order.
   */
  private static final int FEW_OPERATIONS = 64;

  /**
   * @param operations of the whole matrix
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
