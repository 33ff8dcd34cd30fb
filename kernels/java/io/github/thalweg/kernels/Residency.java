package io.github.thalweg.kernels;

import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/**
 * Names arrays, so that TornadoVM allocates and fills them on the device: it moves only what a task
 * takes as an argument. The first element of each is written back to itself; nothing changes.
 */
public final class Residency {
  private Residency() {}

  /** θ, the optimizer's state and both parts of the data. */
  public static void hold(
      FloatArray theta,
      FloatArray state,
      FloatArray trainFeatures,
      FloatArray trainTargets,
      FloatArray testFeatures,
      FloatArray testTargets) {
    theta.set(0, theta.get(0));
    state.set(0, state.get(0));
    trainFeatures.set(0, trainFeatures.get(0));
    trainTargets.set(0, trainTargets.get(0));
    testFeatures.set(0, testFeatures.get(0));
    testTargets.set(0, testTargets.get(0));
  }

  /** The order of an epoch. */
  public static void hold(IntArray order) {
    order.set(0, order.get(0));
  }
}
