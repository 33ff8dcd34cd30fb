package io.github.thalweg.engine.cpu.gemm;

import io.github.thalweg.engine.cpu.gemm.Gemm.Form;
import io.github.thalweg.engine.cpu.threads.Matrix;
import io.github.thalweg.engine.cpu.threads.Tiles.Tile;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
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

/** One thread's matrix multiplication, in the forms and shapes of dense layers. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 300, timeUnit = TimeUnit.MILLISECONDS)
public class GemmBenchmark {
  @Param({"vector", "openblas", "loops"})
  public String gemm;

  /** The form, then the rows and columns of C and the length of the sums. */
  @Param({
    "A_BT 128 128 784",
    "A_BT 128 64 784",
    "A_B 128 784 128",
    "A_BT 128 10 784",
    "A_BT 128 10 128",
    "A_B 128 128 10",
    "A_B 10 128 128",
    "A_BT 256 64 1024",
    "A_B 256 64 1024",
    "A_B 1024 64 256",
    "A_BT 256 1024 1024",
    "A_BT 1 128 784",
    "A_BT 7 128 784",
    "A_BT 128 1 784",
    "A_BT 128 37 100",
    "A_BT 128 100 300",
    "A_B 128 100 300",
    "A_B 300 100 128",
    "A_BT 128 32 32",
    "A_B 128 32 32",
    "A_B 32 32 128"
  })
  public String product;

  private Gemm chosen;
  private Form form;
  private int terms;
  private Matrix a;
  private Matrix b;
  private Matrix c;
  private Tile tile;

  /** Draws the matrices. */
  @Setup
  public void draw() {
    List<String> refusals = new ArrayList<>();
    chosen =
        GemmLookup.source(gemm, refusals)
            .orElseThrow(() -> new IllegalStateException(refusals.getFirst()))
            .get();
    String[] words = product.split(" ");
    form = Form.valueOf(words[0]);
    int rows = Integer.parseInt(words[1]);
    int columns = Integer.parseInt(words[2]);
    terms = Integer.parseInt(words[3]);
    Random random = new Random(1);
    a = matrix(random, rows, terms);
    b = form.transposesB() ? matrix(random, columns, terms) : matrix(random, terms, columns);
    c = matrix(random, rows, columns);
    tile = Tile.whole(rows, columns);
  }

  private static Matrix matrix(Random random, int rows, int columns) {
    float[] data = new float[rows * columns];
    for (int i = 0; i < data.length; i++) {
      data[i] = random.nextFloat() - 0.5f;
    }
    return new Matrix(data, 0, columns);
  }

  /** Computes all of C. */
  @Benchmark
  public float[] multiply(Rate rate) {
    chosen.multiply(form, terms, a, b, c, tile);
    rate.gflops += 2.0 * tile.rows() * tile.columns() * terms;
    return c.data;
  }
}
