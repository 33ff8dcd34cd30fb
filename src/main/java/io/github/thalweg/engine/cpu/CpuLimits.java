package io.github.thalweg.engine.cpu;

import io.github.thalweg.engine.Limit;
import io.github.thalweg.engine.LimitListener;
import io.github.thalweg.engine.LimitSeries;
import io.github.thalweg.engine.cpu.gemm.Gemm;
import io.github.thalweg.engine.cpu.gemm.VectorGemm;
import io.github.thalweg.engine.cpu.threads.Matrix;
import io.github.thalweg.engine.cpu.threads.Tiles.Tile;
import io.github.thalweg.engine.cpu.threads.Workers;
import io.github.thalweg.timing.LeastTime;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Measures memory, matrix multiplication and starting work, with the threads of training. Each time
 * is the least of many.
 *
 * @param threads number of workers, the caller included
 */
record CpuLimits(Gemm gemm, Workers workers, int threads) {
  /** Floats in an array: more than any cache holds, and both arrays fit half of the heap. */
  private static final int ELEMENTS =
      (int) Math.min(1 << 26, Runtime.getRuntime().maxMemory() / 4 / Float.BYTES);

  /** Pieces of a copy, small enough that no thread waits long for the others. */
  private static final int PIECES = 64;

  /**
   * Rows and columns of the matrices: large enough for the best rate, small enough for the cache.
   */
  private static final int SIZE = 512;

  private static final int LAUNCHES = 1000;

  List<Limit> measure(LimitListener listener) {
    double bytes = (double) Float.BYTES * ELEMENTS;
    String array = "an array of " + Math.round(bytes / 1e6) + " MB ";
    double flop = 2.0 * SIZE * SIZE * SIZE * threads;
    LimitSeries<RuntimeException> limits = new LimitSeries<>("cpu", listener);
    limits.add(
        Limit.LAUNCH,
        () ->
            limit(
                Limit.LAUNCH,
                LeastTime.seconds(this::launch) / LAUNCHES * 1e6,
                "µs",
                threads == 1
                    ? "work that is empty, on one thread"
                    : "empty work handed to " + threads + " threads and waited for"));
    limits.add(
        Limit.READ,
        () ->
            limit(
                Limit.READ,
                bytes / LeastTime.seconds(read()) / 1e9,
                "GB/s",
                array + "added up by all threads"));
    limits.add(
        Limit.COPY,
        () ->
            limit(
                Limit.COPY,
                2 * bytes / LeastTime.seconds(copy()) / 1e9,
                "GB/s",
                array + "copied by all threads, reads and writes counted"));
    limits.add(
        Limit.GEMM,
        () ->
            limit(
                Limit.GEMM,
                flop / LeastTime.seconds(products()) / 1e9,
                "GFLOP/s",
                SIZE + " × " + SIZE + " matrices multiplied by each thread, with " + gemm.name()));
    return limits.found();
  }

  private static Optional<Limit> limit(String name, double value, String unit, String how) {
    return Optional.of(new Limit(name, value, unit, how));
  }

  /** So many that reading the clock does not matter. */
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
}
