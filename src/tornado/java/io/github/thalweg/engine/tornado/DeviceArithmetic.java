package io.github.thalweg.engine.tornado;

import io.github.thalweg.engine.DeviceInfo;
import io.github.thalweg.engine.Limit;
import io.github.thalweg.kernels.Multiply;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.exceptions.TornadoExecutionPlanException;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.collections.VectorFloat16;

/**
 * Measures what a device computes at most.
 *
 * @param launchMicros is taken off every time
 */
record DeviceArithmetic(DeviceInfo info, Stopwatch clock, double launchMicros) {
  private static final int EXECUTIONS = 15;

  /** Rows and columns of the matrices that are multiplied. */
  private static final int SIZE = 512;

  private static final int SIZE_ON_GPU = 4096;

  /** Work for every core of a large GPU. */
  private static final int ITEMS = 1 << 14;

  private static final int ITEMS_ON_GPU = 1 << 20;

  private static final int ROUNDS = 1000;

  /** Elements of a vector, and vectors that a work item multiplies in its registers. */
  private static final int LANES = 16;

  private static final int CHAINS = 8;

  private boolean onGpu() {
    return info.type().equals("gpu");
  }

  /** Matrices, by the quickest kernel of {@link Multiply}. */
  Limit gemm() throws TornadoExecutionPlanException {
    int size = onGpu() ? SIZE_ON_GPU : SIZE;
    FloatArray a = new FloatArray(size * size);
    FloatArray b = new FloatArray(size * size);
    FloatArray c = new FloatArray(size * size);
    for (int i = 0; i < size * size; i++) {
      a.set(i, i % 7);
      b.set(i, i % 5);
    }
    c.init(0);
    TaskGraph scalars =
        Stopwatch.resident("gemm", a, b, c).task("scalars", Multiply::matrices, a, b, c, size);
    double micros = clock.least(EXECUTIONS, scalars, c);
    requireProduct(a, b, c, size);
    c.init(0);
    VectorFloat16 b16 = new VectorFloat16(b);
    VectorFloat16 c16 = new VectorFloat16(c);
    TaskGraph vectors =
        Stopwatch.resident("gemm", a, b16, c16)
            .task("vectors", Multiply::vectors, a, b16, c16, size);
    micros = Math.min(micros, clock.least(EXECUTIONS, vectors, c16));
    requireProduct(a, b, c, size);
    return rate(
        Limit.GEMM,
        2.0 * size * size * size,
        micros,
        size + " × " + size + " matrices multiplied by a kernel that TornadoVM compiles from Java");
  }

  private void requireProduct(FloatArray a, FloatArray b, FloatArray c, int size) {
    int row = size / 3;
    int column = size - 2;
    double expected = 0;
    for (int k = 0; k < size; k++) {
      expected += a.get(row * size + k) * b.get(k * size + column);
    }
    float product = c.get(row * size + column);
    if (product != expected) {
      throw clock.wrong("A product of matrices", product, expected, "");
    }
  }

  /** The arithmetic alone. */
  Limit multiplyAdds() throws TornadoExecutionPlanException {
    int items = onGpu() ? ITEMS_ON_GPU : ITEMS;
    FloatArray factors = new FloatArray(items * LANES);
    FloatArray sums = new FloatArray(items * LANES);
    factors.init(0.5f);
    sums.init(0);
    VectorFloat16 f = new VectorFloat16(factors);
    VectorFloat16 s = new VectorFloat16(sums);
    TaskGraph graph =
        Stopwatch.resident("peak", f, s)
            .task("registers", Multiply::registers, f, s, items, ROUNDS);
    double micros = clock.least(EXECUTIONS, graph, s);
    // s ← s/2 + 1/2 comes to 1 in each of the chains.
    if (sums.get(LANES * items - 1) != CHAINS) {
      throw clock.wrong("A chain of multiply-adds", sums.get(LANES * items - 1), CHAINS, "");
    }
    return rate(
        Limit.MULTIPLY_ADDS,
        2.0 * CHAINS * LANES * ROUNDS * items,
        micros,
        "multiply-adds that never leave the registers");
  }

  private Limit rate(String name, double flop, double micros, String how) {
    return new Limit(name, flop / (micros - launchMicros) / 1e3, "GFLOP/s", how);
  }
}
