package io.github.thalweg.kernels;

import uk.ac.manchester.tornado.api.annotations.Parallel;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.collections.VectorFloat16;
import uk.ac.manchester.tornado.api.types.vectors.Float16;

/**
 * Σ x in parts: the limit for reading a device's memory. It is not used in training.
 *
 * <pre>
 *   x     (n), n a multiple of 16 times the number of parts
 *   sums  (parts)
 * </pre>
 *
 * Versions: every work item takes the elements at a distance of {@code parts}, so that neighbours
 * read neighbouring words, which is fast on GPUs; or its own share in vectors of 16, which is fast
 * on processors. The faster one is the device's limit. Checked by comparing the sum with the host's
 * after it is timed.
 */
public final class Read {
  private Read() {}

  /** sums[i] = Σ x[i + j · parts] over j. */
  public static void apart(FloatArray x, FloatArray sums) {
    for (@Parallel int i = 0; i < sums.getSize(); i++) {
      float sum = 0f;
      for (int j = i; j < x.getSize(); j += sums.getSize()) {
        sum += x.get(j);
      }
      sums.set(i, sum);
    }
  }

  /**
   * sums[i] = Σ x[j] over the i-th of equal shares, a lane for each of 16 neighbours.
   *
   * @param share vectors of x for a part
   */
  public static void shares(VectorFloat16 x, VectorFloat16 sums, int parts, int share) {
    for (@Parallel int i = 0; i < parts; i++) {
      Float16 sum = x.get(i * share);
      for (int j = 1; j < share; j++) {
        sum = Float16.add(sum, x.get(i * share + j));
      }
      sums.set(i, sum);
    }
  }
}
