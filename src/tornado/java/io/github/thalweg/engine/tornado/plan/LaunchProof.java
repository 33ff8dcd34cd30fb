package io.github.thalweg.engine.tornado.plan;

import io.github.thalweg.RunFailedException;
import io.github.thalweg.engine.DeviceInfo;
import io.github.thalweg.engine.tornado.driver.Failures;
import io.github.thalweg.kernels.Window;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import uk.ac.manchester.tornado.api.DataRange;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/**
 * Shows that the kernels of a plan ran, by what they leave, where a driver did not refuse them but
 * fails later. After a fault of CUDA no copy succeeds, so a mark that no kernel leaves is set
 * before everything that is read.
 */
public final class LaunchProof {
  /** The bits of a NaN that no arithmetic gives, where something is to be read to. */
  private static final int UNREAD = 0x7fedc0de;

  private final DeviceInfo device;
  private final BiConsumer<String, DataRange> copy;

  /** By graph the arrays that its tasks compute, where each task is a launch of its own. */
  private final Map<String, List<FloatArray>> computed = new LinkedHashMap<>();

  private boolean refuted;

  /**
   * For one plan.
   *
   * @param copy brings what a graph left to its host array
   */
  public LaunchProof(DeviceInfo device, BiConsumer<String, DataRange> copy) {
    this.device = device;
    this.copy = copy;
  }

  /** Each of these arrays is computed by a launch of its own. */
  void expect(String graph, List<FloatArray> results) {
    computed.put(graph, results);
  }

  /** Whether a launch or a copy has failed. */
  public boolean isRefuted() {
    return refuted;
  }

  /**
   * Brings an array that a graph computed back to its host array.
   *
   * @throws RunFailedException when nothing comes
   */
  public void read(String graph, FloatArray array) {
    read(graph, array, new DataRange(array));
  }

  private void read(String graph, FloatArray array, DataRange range) {
    array.set(0, Float.intBitsToFloat(UNREAD));
    copy.accept(graph, range);
    requireRead(Float.floatToRawIntBits(array.get(0)));
  }

  /**
   * Makes sure that a window, which the last kernel of each of its launches moves on, is at a slot.
   *
   * @throws RunFailedException when it is not
   */
  void requireSlot(String graph, IntArray window, int slot) {
    window.set(Window.SLOT, UNREAD);
    copy.accept(graph, new DataRange(window).withSize(Window.SIZE));
    requireRead(window.get(Window.SLOT));
    requireRan(window.get(Window.SLOT) == slot);
  }

  private void requireRead(int bits) {
    if (bits == UNREAD) {
      refuted = true;
      throw Failures.read(device);
    }
  }

  /**
   * Takes note of a result that shows whether a kernel ran.
   *
   * @throws RunFailedException if it did not
   */
  public void requireRan(boolean ran) {
    if (!ran) {
      refuted = true;
      throw Failures.launch(device);
    }
  }

  /**
   * The first element of whatever the kernels of a graph compute; nothing where one kernel computes
   * all of it.
   */
  List<Float> firstElements(String graph) {
    List<Float> first = new ArrayList<>();
    for (FloatArray result : computed.getOrDefault(graph, List.of())) {
      read(graph, result, new DataRange(result).withSize(1));
      first.add(result.get(0));
    }
    return first;
  }
}
