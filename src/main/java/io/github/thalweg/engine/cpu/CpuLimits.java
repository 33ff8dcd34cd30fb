package io.github.thalweg.engine.cpu;

import io.github.thalweg.engine.Limit;
import io.github.thalweg.engine.cpu.Tiles.Tile;
import java.util.Arrays;
import java.util.List;

/**
 * Measures memory, matrix multiplication and handing out work with the threads that training has.
 * Each time is the least of several.
 *
 * @param threads how many the workers are, the caller among them
 */
record CpuLimits(Gemm gemm, Workers workers, int threads) {
  /** Floats in an array: more than any cache holds, and both arrays fit half of the heap. */
  private static final int ELEMENTS =
      (int) Math.min(1 << 26, Runtime.getRuntime().maxMemory() / 4 / Float.BYTES);

  /** Pieces that a copy is cut into, so that no thread waits long for the others. */
  private static final int PIECES = 64;

  /**
   * Rows and columns of the matrices: large enough for the best rate, small enough for the cache.
   */
  private static final int SIZE = 512;

  private static final int LAUNCHES = 1000;

  private static final int FEWEST = 3;
  private static final double SECONDS = 0.5;

  List<Limit> measure() {
    double bytes = (double) Float.BYTES * ELEMENTS;
    double flop = 2.0 * SIZE * SIZE * SIZE * threads;
    return List.of(
        new Limit(
            Limit.LAUNCH,
            leastSeconds(this::launch) / LAUNCHES * 1e6,
            "µs",
            threads == 1
                ? "work that is empty, on one thread"
                : "empty work handed to " + threads + " threads and waited for"),
        new Limit(
            Limit.READ,
            bytes / leastSeconds(read()) / 1e9,
            "GB/s",
            "an array of " + Math.round(bytes / 1e6) + " MB added up by all threads"),
        new Limit(
            Limit.COPY,
            2 * bytes / leastSeconds(copy()) / 1e9,
            "GB/s",
            "an array of "
                + Math.round(bytes / 1e6)
                + " MB copied by all threads, reads and writes counted"),
        new Limit(
            Limit.GEMM,
            flop / leastSeconds(products()) / 1e9,
            "GFLOP/s",
            SIZE + " × " + SIZE + " matrices multiplied by each thread, with " + gemm.name()));
  }

  /** So many that a clock does not show. */
  private void launch() {
    for (int i = 0; i < LAUNCHES; i++) {
      workers.run(threads, _ -> {});
    }
  }

  private Runnable read() {
    float[] x = new float[ELEMENTS];
    Arrays.fill(x, 1);
    int piece = ELEMENTS / PIECES;
    float[] sums = new float[PIECES];
    boolean vectors = gemm instanceof VectorGemm;
    return () -> {
      workers.run(
          PIECES,
          i -> {
            int from = i * piece;
            sums[i] = vectors ? VectorSum.sum(x, from, from + piece) : sum(x, from, from + piece);
          });
      for (float sum : sums) {
        if (sum != piece) {
          throw new AssertionError("The sum of " + piece + " ones is not " + sum + ".");
        }
      }
    };
  }

  private static float sum(float[] x, int from, int to) {
    float sum = 0;
    for (int i = from; i < to; i++) {
      sum += x[i];
    }
    return sum;
  }

  private Runnable copy() {
    float[] x = new float[ELEMENTS];
    float[] y = new float[ELEMENTS];
    Arrays.fill(x, 1);
    int piece = ELEMENTS / PIECES;
    return () -> workers.run(PIECES, i -> System.arraycopy(x, i * piece, y, i * piece, piece));
  }

  private Runnable products() {
    Matrix[] matrices = new Matrix[3 * threads];
    Arrays.setAll(
        matrices,
        _ -> {
          float[] values = new float[SIZE * SIZE];
          Arrays.fill(values, 0.5f);
          return new Matrix(values, 0, SIZE);
        });
    Tile whole = Tile.whole(SIZE, SIZE);
    return () ->
        workers.run(
            threads,
            i ->
                gemm.multiply(
                    Gemm.Form.A_BT,
                    SIZE,
                    matrices[3 * i],
                    matrices[3 * i + 1],
                    matrices[3 * i + 2],
                    whole));
  }

  private static double leastSeconds(Runnable work) {
    work.run(); // Touches every page, and compiles.
    double least = Double.MAX_VALUE;
    double spent = 0;
    for (int i = 0; i < FEWEST || spent < SECONDS; i++) {
      long start = System.nanoTime();
      work.run();
      double seconds = (System.nanoTime() - start) / 1e9;
      least = Math.min(least, seconds);
      spent += seconds;
    }
    return least;
  }
}
