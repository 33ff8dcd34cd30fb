package io.github.thalweg.engine.cpu.gemm;

import io.github.thalweg.engine.cpu.elements.Lanes;
import io.github.thalweg.engine.cpu.gemm.Gemm.Form;
import io.github.thalweg.engine.cpu.threads.Matrix;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Copying the columns of a square matrix into panels, as a matrix multiplication does. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 300, timeUnit = TimeUnit.MILLISECONDS)
public class PanelBenchmark {
  @Param({"A_B", "A_BT"})
  public String form;

  @Param({"784", "1024"})
  public int size;

  private final Panel panel = new Panel(VectorGemm.SLICE * VectorGemm.VECTORS * Lanes.LANES);
  private Form taken;
  private Matrix b;

  /** Makes the matrix. */
  @Setup
  public void allocate() {
    taken = Form.valueOf(form);
    b = new Matrix(new float[size * size], 0, size);
  }

  /** Copies all panels. */
  @Benchmark
  public float[] take(Rate rate) {
    panel.align();
    for (int left = 0; left < size; left += panel.columns) {
      for (int from = 0; from < size; from += VectorGemm.SLICE) {
        panel.take(taken, b, from, Math.min(VectorGemm.SLICE, size - from), left, size);
      }
    }
    rate.gigabytes += 8.0 * size * size;
    return panel.data;
  }
}
