package io.github.thalweg.engine.cpu;

import java.util.concurrent.ForkJoinPool;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * Runs the blocks of an operation on a fixed number of threads. What a block computes must not
 * depend on which thread runs it or when.
 */
final class Workers implements AutoCloseable {
  private final ForkJoinPool pool;

  Workers(int threads) {
    pool = new ForkJoinPool(threads);
  }

  /** Calls {@code block} with 0 … {@code count} − 1 and returns when all calls have. */
  void run(int count, IntConsumer block) {
    if (count == 1 || pool.getParallelism() == 1) {
      for (int i = 0; i < count; i++) {
        block.accept(i);
      }
    } else {
      pool.submit(() -> IntStream.range(0, count).parallel().forEach(block)).join();
    }
  }

  @Override
  public void close() {
    pool.shutdown();
  }
}
