package io.github.thalweg.engine.cpu.threads;

/**
 * The cut of a range into blocks for different threads. It depends only on the amount of work,
 * never on the number of threads, so results do not depend on the threads.
 *
 * @param length of the range
 * @param size of every block except the last
 */
public record Blocks(int length, int size) {
  /** Least operations that are worth another thread. */
  private static final long OPERATIONS = 1 << 20;

  /** Each block packs the other matrix again, so more blocks cost more than they gain. */
  private static final int MOST = 16;

  /** Block sizes are multiples of this: a narrower matrix product is slow. */
  private static final int GRAIN = 64;

  /**
   * @param length of the range, at least 1
   * @param operations of the whole range
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
