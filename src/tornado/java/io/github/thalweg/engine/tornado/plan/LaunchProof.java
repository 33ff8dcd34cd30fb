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
 * Checks from the results that the kernels of a plan ran, for a driver that accepts a kernel and
 * fails later. After a CUDA fault no copy succeeds, so before each copy the host array gets a mark
 * that no kernel writes.
 */
public final class LaunchProof {
  /** The mark: the bits of a NaN that no arithmetic gives. */
  private static final int UNREAD = 0x7fedc0de;

  private final DeviceInfo device;
  private final BiConsumer<String, DataRange> copy;

  /** For each graph, the arrays that its tasks compute, if each task is a separate launch. */
  private final Map<String, List<FloatArray>> computed = new LinkedHashMap<>();

  private boolean refuted;

  /**
   * For one plan.
   *
   * @param copy copies the result of a graph to its host array
   */
  public LaunchProof(DeviceInfo device, BiConsumer<String, DataRange> copy) {
    this.device = device;
    this.copy = copy;
  }

  /** Each of these arrays is computed by a separate launch. */
  void expect(String graph, List<FloatArray> results) {
    computed.put(graph, results);
  }

  /** Whether a launch or a copy has failed. */
  public boolean isRefuted() {
    return refuted;
  }

  /**
   * Copies an array that a graph computed back to its host array.
   *
   * @throws RunFailedException if nothing was copied
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
   * Checks that a window is at a slot; the last kernel of each launch moves it.
   *
   * @throws RunFailedException if it is not
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
   * Records a result that shows whether a kernel ran.
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
   * The first element of each result of the kernels of a graph; nothing if one kernel computes all
   * results.
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
