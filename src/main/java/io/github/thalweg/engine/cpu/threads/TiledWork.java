package io.github.thalweg.engine.cpu.threads;

/** Work on a batch that is cut into tiles, which threads take. */
public interface TiledWork {
  /**
   * Prepares for a batch.
   *
   * @return number of tiles, at least 1
   */
  int begin(int rows);

  /** Computes a tile: 0 … number of tiles − 1. */
  void compute(int tile);

  /** What remains to be done when all tiles are there. */
  default void finish() {}
}
