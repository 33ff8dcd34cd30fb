package io.github.thalweg.nn;

import java.util.List;

/**
 * A weight or bias as its layer knows it.
 *
 * @param name within the layer: {@code weight}, {@code bias}
 * @param shape [out, in] of a dense layer's weight, [out] of its bias
 * @param fanIn inputs that an output is computed from, which sets the size of its start
 */
public record LayerParameter(String name, List<Integer> shape, int fanIn) {
  /** Elements. */
  public long size() {
    return new Shape(false, shape).size();
  }
}
