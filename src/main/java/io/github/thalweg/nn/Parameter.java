package io.github.thalweg.nn;

import java.util.List;

/**
 * A weight or bias of a model and its place in the flat parameter vector θ.
 *
 * @param name PyTorch's name in an {@code nn.Sequential}: {@code 0.weight}, {@code 2.bias}; the
 *     index counts activations too
 * @param shape [out, in] of a weight, [out] of a bias
 * @param fanIn inputs of the layer it belongs to
 * @param offset of its first element in θ; row-major from there
 */
public record Parameter(String name, List<Integer> shape, int fanIn, int offset) {
  public int size() {
    return shape.stream().reduce(1, Math::multiplyExact);
  }
}
