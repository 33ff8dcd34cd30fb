package io.github.thalweg.kernels;

import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/**
 * Names arrays, so that TornadoVM allocates and fills them on the device: it moves only what a task
 * takes as an argument. The first element of each is written back to itself; nothing changes.
 */
public final class Upload {
  private Upload() {}

  /** θ, the optimizer's state and the data. */
  public static void arrays(
      FloatArray theta, FloatArray state, FloatArray features, FloatArray targets) {
    theta.set(0, theta.get(0));
    state.set(0, state.get(0));
    features.set(0, features.get(0));
    targets.set(0, targets.get(0));
  }

  /** The same with targets that are classes. */
  public static void arrays(
      FloatArray theta, FloatArray state, FloatArray features, IntArray classes) {
    theta.set(0, theta.get(0));
    state.set(0, state.get(0));
    features.set(0, features.get(0));
    classes.set(0, classes.get(0));
  }

  /** The table of the next steps. */
  public static void arrays(IntArray window, FloatArray rates) {
    window.set(0, window.get(0));
    rates.set(0, rates.get(0));
  }

  /** The order of an epoch. */
  public static void arrays(IntArray order) {
    order.set(0, order.get(0));
  }
}
