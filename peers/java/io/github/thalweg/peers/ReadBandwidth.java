package io.github.thalweg.peers;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Reads an array from start to end, a share for each thread, and adds up its elements: almost all
 * of the work is loads.
 */
final class ReadBandwidth implements AutoCloseable {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();

  private final float[] values;
  private final List<Callable<Float>> shares = new ArrayList<>();
  private final ExecutorService executor;

  /**
   * @param size number of elements, all 1; much larger than the caches
   */
  ReadBandwidth(int size, int threads) {
    values = new float[size];
    Arrays.fill(values, 1);
    executor = Executors.newFixedThreadPool(threads);
    for (int i = 0; i < threads; i++) {
      int from = (int) ((long) size * i / threads);
      int to = (int) ((long) size * (i + 1) / threads);
      shares.add(() -> sum(from, to));
    }
  }

  /** Reads the whole array this many times. */
  void pass(int times) {
    for (int i = 0; i < times; i++) {
      if (!(sum() > 0)) {
        throw new AssertionError("The sum of ones is not positive.");
      }
    }
  }

  /** The sum of all elements; rounded if a share is larger than the exact integers of float32. */
  float sum() {
    try {
      float sum = 0;
      for (Future<Float> share : executor.invokeAll(shares)) {
        sum += share.get();
      }
      return sum;
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException("Reading was interrupted.", e);
    }
  }

  /**
   * Four sums at the same time: a single sum would wait for the additions instead of the memory.
   */
  private float sum(int from, int to) {
    FloatVector a = FloatVector.zero(SPECIES);
    FloatVector b = a;
    FloatVector c = a;
    FloatVector d = a;
    int i = from;
    for (; i <= to - 4 * LANES; i += 4 * LANES) {
      a = a.add(FloatVector.fromArray(SPECIES, values, i));
      b = b.add(FloatVector.fromArray(SPECIES, values, i + LANES));
      c = c.add(FloatVector.fromArray(SPECIES, values, i + 2 * LANES));
      d = d.add(FloatVector.fromArray(SPECIES, values, i + 3 * LANES));
    }
    float sum = a.add(b).add(c.add(d)).reduceLanes(VectorOperators.ADD);
    for (; i < to; i++) {
      sum += values[i];
    }
    return sum;
  }

  @Override
  public void close() {
    executor.shutdown();
  }
}
