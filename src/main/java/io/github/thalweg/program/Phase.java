package io.github.thalweg.program;

import java.util.List;
import java.util.Optional;

/**
 * A straight list of operations over its tensors.
 *
 * @param capacity the most rows that one execution sees
 * @param tensors every tensor that an op names, in the order of first use
 */
public record Phase(int capacity, List<Tensor> tensors, List<Op> ops) {
  public Phase {
    tensors = List.copyOf(tensors);
    ops = List.copyOf(ops);
  }

  /** The one operation of its kind. */
  public <T extends Op> T only(Class<T> kind) {
    return first(kind)
        .orElseThrow(() ->
            new IllegalArgumentException("There is no " + kind.getSimpleName() + " here: " + ops));
  }

  /** The first operation of a kind, if there is one. */
  public <T extends Op> Optional<T> first(Class<T> kind) {
    return ops.stream().filter(kind::isInstance).map(kind::cast).findFirst();
  }

  /** The tensor of this name. */
  public Tensor tensor(String name) {
    return tensors.stream()
        .filter(tensor -> tensor.name().equals(name))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException("There is no tensor '" + name + "' here: " + tensors));
  }
}
