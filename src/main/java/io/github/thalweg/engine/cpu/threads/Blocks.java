package io.github.thalweg.engine.cpu.threads;

/**
 * How a range is cut into blocks that different threads may take. The cut follows from the amount
 * of work alone, never from the number of threads: so results do not depend on it.
 *
 * @param length of the range
 * @param size of every block but the last
 */
public record Blocks(int length, int size) {
  /** Operations worth handing to another thread. */
  private static final long OPERATIONS = 1 << 20;

  /** Each block packs the other matrix anew, so more of them cost more than they spread. */
  private static final int MOST = 16;

  /** Block sizes are multiples of this: a narrower matrix product is slow. */
  private static final int GRAIN = 64;

  /**
   * @param length of the range, at least 1
   * @param operations that the whole range takes
   */
  public static Blocks of(int length, long operations) {
    int count = Math.clamp(operations / OPERATIONS, 1, MOST);
    int size = Math.ceilDiv(Math.ceilDiv(length, count), GRAIN) * GRAIN;
    return new Blocks(length, Math.min(length, size));
  }

  public int count() {
    return Math.ceilDiv(length, size);
  }

  public int from(int block) {
    return block * size;
  }

  public int to(int block) {
    return Math.min(length, from(block) + size);
  }
}
