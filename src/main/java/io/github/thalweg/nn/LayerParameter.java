package io.github.thalweg.nn;

import java.util.List;

/**
 * A weight or bias of a layer.
 *
 * @param name within the layer: {@code weight}, {@code bias}
 * @param shape [out, in] of a dense layer's weight, [out] of its bias
 * @param fanIn number of inputs of an output, which sets the size of its start values
 */
public record LayerParameter(String name, List<Integer> shape, int fanIn) {
  /** Elements. */
  public long size() {
    return new Shape(false, shape).size();
  }
}
