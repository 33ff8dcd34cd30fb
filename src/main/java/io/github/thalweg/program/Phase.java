package io.github.thalweg.program;

import io.github.thalweg.nn.Op;
import io.github.thalweg.nn.Tensor;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A straight list of operations.
 *
 * @param capacity the most rows of one execution
 */
public record Phase(int capacity, List<Op> ops) {
  public Phase {
    ops = List.copyOf(ops);
  }

  /** Every tensor that an operation reads or writes, in the order of first use. */
  public Set<Tensor> tensors() {
    Set<Tensor> tensors = new LinkedHashSet<>();
    for (Op op : ops) {
      tensors.addAll(op.reads());
      tensors.addAll(op.writes());
    }
    return tensors;
  }

  /** This phase and then another one on the same rows. */
  public Phase then(Phase next) {
    return new Phase(capacity, Stream.concat(ops.stream(), next.ops.stream()).toList());
  }

  /** The one operation of its kind. */
  public <T extends Op> T only(Class<T> kind) {
    return first(kind)
        .orElseThrow(() ->
            new IllegalArgumentException("There is no " + kind.getSimpleName() + " here: " + ops));
  }

  /** The first operation of a kind, if there is one. */
  public <T extends Op> Optional<T> first(Class<T> kind) {
    return all(kind).findFirst();
  }

  /** The operations of a kind. */
  public <T extends Op> Stream<T> all(Class<T> kind) {
    return ops.stream().filter(kind::isInstance).map(kind::cast);
  }

  /** The tensor of this name. */
  public Tensor tensor(String name) {
    return tensors().stream()
        .filter(tensor -> tensor.name().equals(name))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException("There is no tensor '" + name + "' here: " + tensors()));
  }
}
