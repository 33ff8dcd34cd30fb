package io.github.thalweg.engine.cpu.elements;

import io.github.thalweg.engine.cpu.threads.Matrix;
import io.github.thalweg.engine.cpu.threads.Tiles.Tile;
import io.github.thalweg.nn.Activation;
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

/** Activations over a tile that is in the cache. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 300, timeUnit = TimeUnit.MILLISECONDS)
public class ActivationsBenchmark {
  private static final int ROWS = 128;
  private static final int COLUMNS = 64;
  private static final Tile TILE = Tile.whole(ROWS, COLUMNS);

  @Param({"vector", "loops"})
  public String arithmetic;

  @Param({"RELU", "TANH", "SIGMOID", "GELU"})
  public Activation activation;

  private final Matrix z = new Matrix(new float[ROWS * COLUMNS], 0, COLUMNS);
  private final Matrix y = new Matrix(new float[ROWS * COLUMNS], 0, COLUMNS);
  private ActivationFunctions activations;

  /** Draws arguments. */
  @Setup
  public void draw() {
    activations = arithmetic.equals("vector") ? new VectorActivations() : new LoopActivations();
    Random random = new Random(1);
    for (int i = 0; i < z.data.length; i++) {
      z.data[i] = (float) random.nextGaussian();
    }
  }

  /** y = φ(z). */
  @Benchmark
  public float[] forward(Rate rate) {
    System.arraycopy(z.data, 0, y.data, 0, z.data.length);
    activations.apply(activation, y, TILE);
    rate.gigabytes += 8.0 * ROWS * COLUMNS;
    return y.data;
  }

  /** y ⊙ φ′. */
  @Benchmark
  public float[] backward(Rate rate) {
    System.arraycopy(z.data, 0, y.data, 0, z.data.length);
    activations.multiplyByDerivative(activation, z, y, TILE);
    rate.gigabytes += 12.0 * ROWS * COLUMNS;
    return y.data;
  }
}
