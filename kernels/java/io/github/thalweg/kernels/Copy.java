package io.github.thalweg.kernels;

import uk.ac.manchester.tornado.api.annotations.Parallel;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.collections.VectorFloat16;
import uk.ac.manchester.tornado.api.types.collections.VectorFloat4;

/**
 * y = x: the limit of a device's memory. It is not used in training.
 *
 * <pre>
 *   x, y  (n), n a multiple of 16
 * </pre>
 *
 * Versions: an element a work item, 4 and 16; processors want whole cache lines, GPUs neighbouring
 * work items that read neighbouring words. The fastest is the device's limit. Checked by comparing
 * y with x after it is timed.
 */
public final class Copy {
  private Copy() {}

  public static void elements(FloatArray x, FloatArray y) {
    for (@Parallel int i = 0; i < x.getSize(); i++) {
      y.set(i, x.get(i));
    }
  }

  public static void fours(VectorFloat4 x, VectorFloat4 y, int count) {
    for (@Parallel int i = 0; i < count; i++) {
      y.set(i, x.get(i));
    }
  }

  public static void sixteens(VectorFloat16 x, VectorFloat16 y, int count) {
    for (@Parallel int i = 0; i < count; i++) {
      y.set(i, x.get(i));
    }
  }

  /** Only a launch: x[0] is written back to itself. */
  public static void nothing(FloatArray x) {
    x.set(0, x.get(0));
  }
}
