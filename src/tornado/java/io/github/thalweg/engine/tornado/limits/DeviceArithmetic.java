package io.github.thalweg.engine.tornado.limits;

import io.github.thalweg.InvalidInputException;
import io.github.thalweg.engine.DeviceInfo;
import io.github.thalweg.engine.Limit;
import io.github.thalweg.engine.Precision;
import io.github.thalweg.engine.prebuilt.Launch;
import io.github.thalweg.engine.tornado.driver.Grids;
import io.github.thalweg.engine.tornado.products.PrebuiltKernels;
import io.github.thalweg.engine.tornado.tasks.PrebuiltTask;
import io.github.thalweg.engine.tornado.tasks.Product;
import io.github.thalweg.engine.tornado.vendor.CuBlas;
import io.github.thalweg.kernels.Activations;
import io.github.thalweg.kernels.Multiply;
import io.github.thalweg.kernels.Window;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import uk.ac.manchester.tornado.api.GridScheduler;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.exceptions.TornadoExecutionPlanException;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;
import uk.ac.manchester.tornado.api.types.collections.VectorFloat16;

/**
 * Measures the highest speed of a device's arithmetic.
 *
 * @param launchMicros time of a launch, which is subtracted from every time
 */
record DeviceArithmetic(DeviceInfo info, Stopwatch clock, double launchMicros) {
  /** Rows and columns of the matrices that are multiplied. */
  private static final int SIZE = 512;

  private static final int SIZE_ON_GPU = 4096;

  /** Work for every core of a large GPU. */
  private static final int ITEMS = 1 << 14;

  private static final int ITEMS_ON_GPU = 1 << 20;

  private static final int ROUNDS = 16_000;

  /** Numbers that a work item multiplies in its registers. */
  private static final int CHAINS = 8;

  /** The same by hand, and the elements of each. */
  private static final int HAND_WRITTEN_CHAINS = 16;

  private static final int LANES = 16;

  private static final int HAND_WRITTEN_ROUNDS = 1_000_000;

  private boolean onGpu() {
    return info.type().equals("gpu");
  }

  /** Matrix products with the fastest of {@link Multiply}, our kernels and a library. */
  Limit gemm() throws TornadoExecutionPlanException {
    Matrices m = matrices();
    double java = byScalars(m);
    if (clock.hasVectorsOfSixteen()) {
      java = Math.min(java, byVectors(m));
    }
    Limit best = rate(Limit.GEMM, m.flop(), java, m + " multiplied by a kernel compiled from Java");
    if (PrebuiltKernels.refusal(info, clock.limits()).isEmpty()) {
      best =
          better(
              best, rate(Limit.GEMM, m.flop(), byHand(m), m + " multiplied by prebuilt kernels"));
    }
    OptionalDouble library = byLibrary(m, Precision.FP32);
    return library.isEmpty()
        ? best
        : better(
            best, rate(Limit.GEMM, m.flop(), library.getAsDouble(), m + " multiplied by cuBLAS"));
  }

  private static Limit better(Limit one, Limit other) {
    return other.value() > one.value() ? other : one;
  }

  private double byScalars(Matrices m) throws TornadoExecutionPlanException {
    TaskGraph graph = Stopwatch.resident("gemm", m.a(), m.b(), m.c());
    graph.task("scalars", Multiply::matrices, m.a(), m.b(), m.c(), m.size());
    Optional<GridScheduler> grid = scalarGrid(m.size());
    return checked(
        m,
        () ->
            grid.isPresent()
                ? clock.least(graph, grid, m.c())
                : clock.least(graph, "scalars", m.size() / 4L * (m.size() / 4), m.c()));
  }

  /**
   * The grid of {@link Multiply#matrices} on a GPU. TornadoVM's own grid has groups of 1,024 on its
   * CUDA backend, which need more registers than a multiprocessor has: such a launch fails, and
   * TornadoVM continues.
   */
  Optional<GridScheduler> scalarGrid(int size) {
    if (!onGpu()) {
      return Optional.empty();
    }
    Grids grids = new Grids(info, clock.limits());
    grids.put("gemm", "scalars", grids.blocks(size / 4L * (size / 4)));
    return Optional.of(grids.scheduler());
  }

  private double byVectors(Matrices m) throws TornadoExecutionPlanException {
    VectorFloat16 b = new VectorFloat16(m.b());
    VectorFloat16 c = new VectorFloat16(m.c());
    TaskGraph graph = Stopwatch.resident("gemm", m.a(), b, c);
    graph.task("vectors", Multiply::vectors, m.a(), b, c, m.size());
    return checked(m, () -> clock.least(graph, "vectors", m.size() / 8L * (m.size() / 16), c));
  }

  /** The product of a forward pass, without a bias. */
  private double byHand(Matrices m) throws TornadoExecutionPlanException {
    int size = m.size();
    FloatArray weights = m.transposedB();
    FloatArray nothing = new FloatArray(1);
    IntArray order = new IntArray(1);
    IntArray window = new IntArray(Window.SIZE);
    window.set(Window.ROWS, size);
    PrebuiltTask task =
        new PrebuiltTask(PrebuiltKernels.launches(info, clock.limits()).linear(size, size))
            .reads(m.a(), order, weights, window)
            .changes(nothing, m.c())
            .ints(PrebuiltKernels.DATA, size, size, size, 0, -1, Activations.NONE, 0);
    Object[] arrays = {m.a(), order, weights, window, nothing, m.c()};
    return checked(m, () -> clock.least("gemm", task, 1, arrays, m.c()));
  }

  /** Whether there is a library for this device that multiplies on tensor cores. */
  boolean hasTf32() {
    return library(Precision.TF32).isPresent();
  }

  private Optional<CuBlas> library(Precision precision) {
    try {
      return Optional.of(CuBlas.of(info, precision));
    } catch (InvalidInputException absent) {
      return Optional.empty();
    }
  }

  /** Matrix products on tensor cores with the vendor's library, if there is one. */
  Optional<Limit> gemmTf32() throws TornadoExecutionPlanException {
    Matrices m = matrices();
    OptionalDouble micros = byLibrary(m, Precision.TF32);
    return micros.isPresent()
        ? Optional.of(
            rate(
                Limit.GEMM_TF32,
                m.flop(),
                micros.getAsDouble(),
                m + " multiplied by cuBLAS in TF32"))
        : Optional.empty();
  }

  private OptionalDouble byLibrary(Matrices m, Precision precision)
      throws TornadoExecutionPlanException {
    Optional<CuBlas> found = library(precision);
    if (found.isEmpty()) {
      return OptionalDouble.empty();
    }
    CuBlas library = found.get();
    // C = A·B row by row.
    Product product = Product.inputGradient(m.a(), m.b(), m.c(), m.size(), m.size(), m.size());
    TaskGraph graph = Stopwatch.resident("gemm", m.a(), m.b(), m.c());
    graph.libraryTask("library", library::descriptor, product);
    return OptionalDouble.of(checked(m, () -> clock.least(graph, m.c())));
  }

  private interface Timed {
    double micros() throws TornadoExecutionPlanException;
  }

  /** A time, after a check of C. */
  private double checked(Matrices m, Timed timed) throws TornadoExecutionPlanException {
    m.c().init(0);
    double micros = timed.micros();
    requireProduct(m);
    return micros;
  }

  /** Small whole numbers: their products and sums are exact in every precision. */
  private Matrices matrices() {
    int size = onGpu() ? SIZE_ON_GPU : SIZE;
    Matrices m =
        new Matrices(
            size,
            new FloatArray(size * size),
            new FloatArray(size * size),
            new FloatArray(size * size));
    for (int i = 0; i < size * size; i++) {
      m.a().set(i, i % 7);
      m.b().set(i, i % 5);
    }
    return m;
  }

  /** C = A·B. */
  private record Matrices(int size, FloatArray a, FloatArray b, FloatArray c) {
    FloatArray transposedB() {
      FloatArray transposed = new FloatArray(size * size);
      for (int i = 0; i < size * size; i++) {
        transposed.set(i, b.get(i % size * size + i / size));
      }
      return transposed;
    }

    double flop() {
      return 2.0 * size * size * size;
    }

    @Override
    public String toString() {
      return size + " × " + size + " matrices";
    }
  }

  private void requireProduct(Matrices m) {
    int size = m.size();
    int row = size / 3;
    int column = size - 2;
    double expected = 0;
    for (int k = 0; k < size; k++) {
      expected += m.a().get(row * size + k) * m.b().get(k * size + column);
    }
    float product = m.c().get(row * size + column);
    if (product != expected) {
      throw clock.wrong("A product of matrices", product, expected, "");
    }
  }

  /** Only the arithmetic. */
  Limit multiplyAdds() throws TornadoExecutionPlanException {
    int items = onGpu() ? ITEMS_ON_GPU : ITEMS;
    FloatArray factors = new FloatArray(items);
    FloatArray sums = new FloatArray(items);
    factors.init(0.5f);
    sums.init(0);
    TaskGraph graph =
        Stopwatch.resident("peak", factors, sums)
            .task("registers", Multiply::registers, factors, sums, ROUNDS);
    double micros = clock.least(graph, "registers", items, sums);
    requireChains(sums.get(items - 1), CHAINS);
    double rate = 2.0 * CHAINS * ROUNDS * items / (micros - launchMicros) / 1e3;
    String how = "multiply-adds in registers only";
    if (info.type().equals("cpu") && info.backend().equals("opencl")) {
      rate = Math.max(rate, handWrittenMultiplyAdds());
    }
    return new Limit(Limit.MULTIPLY_ADDS, rate, "GFLOP/s", how);
  }

  /** The same in OpenCL C, in GFLOP/s: compilers for processors make faster code of it. */
  private double handWrittenMultiplyAdds() throws TornadoExecutionPlanException {
    int items = info.computeUnits();
    FloatArray factors = new FloatArray(LANES);
    FloatArray sums = new FloatArray(items * LANES);
    factors.init(0.5f);
    sums.init(0);
    Launch launch =
        new Launch(
            "opencl/limits.cl",
            "multiplyAdds",
            Optional.empty(),
            Map.of(),
            new long[] {items},
            new long[] {1});
    PrebuiltTask task =
        new PrebuiltTask(launch).reads(factors).changes(sums).ints(HAND_WRITTEN_ROUNDS);
    double micros = clock.least("peak", task, 1, new Object[] {factors, sums}, sums);
    requireChains(sums.get(LANES * items - 1), HAND_WRITTEN_CHAINS);
    double operations = 2.0 * HAND_WRITTEN_CHAINS * LANES * HAND_WRITTEN_ROUNDS * items;
    return operations / (micros - launchMicros) / 1e3;
  }

  /** s ← s/2 + 1/2 converges to 1 in each of the chains. */
  private void requireChains(float found, int chains) {
    if (found != chains) {
      throw clock.wrong("A chain of multiply-adds", found, chains, "");
    }
  }

  private Limit rate(String name, double flop, double micros, String how) {
    return new Limit(name, flop / (micros - launchMicros) / 1e3, "GFLOP/s", how);
  }
}
