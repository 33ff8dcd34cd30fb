package io.github.thalweg.engine.cpu.threads;

/** Work on a batch that is cut into tiles for threads. */
public interface TiledWork {
  /**
   * Prepares for a batch.
   *
   * @return number of tiles, at least 1
   */
  int begin(int rows);

  /** Computes a tile: 0 … number of tiles − 1. */
  void compute(int tile);

  /** The rest of the work after all tiles. */
  default void finish() {}
}
