package io.github.thalweg.engine.prebuilt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import io.github.thalweg.TestSeed;
import io.github.thalweg.TestedEngines;
import io.github.thalweg.engine.prebuilt.OpenClDevice.Array;
import io.github.thalweg.engine.prebuilt.OpenClDevice.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * What the tests of hand-written kernels share: a device, and fresh random numbers, which {@code
 * -Dthalweg.test.seed} brings back. Kernels for CPUs and for GPUs run on any device.
 */
abstract class PrebuiltTest {
  enum Shape {
    CPU,
    GPU
  }

  private static final String FAMILY = "prebuilt OpenCL kernels";

  final Random random = TestSeed.random();
  final Shape shape;
  OpenClDevice device;
  Launches launches;

  /** Arrays as TornadoVM lays them out by default. */
  Arrays arrays;

  PrebuiltTest(Shape shape) {
    this.shape = shape;
  }

  @BeforeEach
  void takeDevice() {
    device =
        OpenClDevice.first()
            .orElseGet(() -> {
              TestedEngines.skipped(FAMILY, OpenClDevice.NONE);
              return abort(OpenClDevice.NONE);
            });
    launches =
        shape == Shape.CPU ? new CpuLaunches(device.computeUnits()) : new GpuLaunches(32_768);
    arrays = new Arrays(device, 16);
  }

  @AfterEach
  void sayWhereItRan() {
    if (device != null) {
      TestedEngines.tested(FAMILY + " (" + device.name() + ")");
    }
  }

  float[] randomFloats(int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  /** Targets as a loss takes them: the labels of cross entropy (3) in int32. */
  static Array targets(Arrays arrays, int loss, float[] t) {
    if (loss != 3) {
      return arrays.floats(t);
    }
    int[] labels = new int[t.length];
    for (int i = 0; i < t.length; i++) {
      labels[i] = (int) t[i];
    }
    return arrays.ints(labels);
  }

  /** |a − r| ≤ tolerance · (1 + |r|), and NaN only where NaN is expected. */
  void assertClose(String what, float[] actual, double[] expected, double tolerance) {
    assertThat(actual).as(what).hasSameSizeAs(expected);
    for (int i = 0; i < actual.length; i++) {
      double error = Math.abs(actual[i] - expected[i]);
      boolean bothNaN = Double.isNaN(expected[i]) && Float.isNaN(actual[i]);
      assertThat(bothNaN || error <= tolerance * (1 + Math.abs(expected[i])))
          .as(
              "%s[%d] of the kernels for a %s is %s, not %s",
              what, i, shape, actual[i], expected[i])
          .isTrue();
    }
  }

  /**
   * What float32 may lose of a sum of so many products of normal values. Where they are added one
   * by one, as on a GPU, the running sum grows with the root of their number, so what the additions
   * round away grows with the number itself: at most 1.5 · 2⁻²⁴ of it in millions of sums. Kernels
   * for CPUs add short sums, which lose less.
   */
  double lostBySumming(int products) {
    double ofShortSums = 2e-6 * Math.sqrt(products);
    return shape == Shape.CPU ? ofShortSums : Math.max(ofShortSums, 3 * 0x1p-24 * products);
  }
}
