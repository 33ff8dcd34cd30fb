package io.github.thalweg.engine;

import io.github.thalweg.InvalidInputException;
import io.github.thalweg.nn.Op;
import io.github.thalweg.nn.Tensor;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * An engine's implementations of operations, kind by kind, and its fusions. Fusions are only for
 * speed: if none fits, operations run one by one, with a correct result.
 *
 * @param <K> the engine's implementation of an operation
 */
public final class OpTable<K> {
  /**
   * Operations that run together.
   *
   * @param ops in the program's order
   */
  public record Bound<K>(List<Op> ops, K work) {
    public Bound {
      ops = List.copyOf(ops);
    }
  }

  /** A way to run several operations together. */
  @FunctionalInterface
  public interface Fusion<K> {
    /**
     * The implementation of an operation together with some later ones, if it fits.
     *
     * @param later all later operations
     */
    Optional<Bound<K>> match(Op first, Collection<Op> later);
  }

  private final String device;
  private final Map<Class<? extends Op>, Function<Op, K>> binders = new LinkedHashMap<>();
  private final List<Fusion<K>> fusions = new ArrayList<>();

  /**
   * @param device for messages, as in {@code --device}
   */
  public OpTable(String device) {
    this.device = device;
  }

  /** Sets the implementation of a kind of operation; an earlier one is replaced. */
  public <O extends Op> OpTable<K> serve(Class<O> kind, Function<O, K> binder) {
    binders.put(kind, op -> binder.apply(kind.cast(op)));
    return this;
  }

  /** Adds a fusion, which is tried before earlier ones. */
  public OpTable<K> fuse(Fusion<K> fusion) {
    fusions.addFirst(fusion);
    return this;
  }

  /** Sets the implementation of these operations together, at the position of the first one. */
  public OpTable<K> fuse(Bound<K> together) {
    return fuse((first, _) ->
        first.equals(together.ops().getFirst()) ? Optional.of(together) : Optional.empty());
  }

  /**
   * The implementation of one operation.
   *
   * @throws InvalidInputException when the engine has none
   */
  public K bind(Op op) {
    Function<Op, K> binder = binders.get(op.getClass());
    if (binder == null) {
      throw new InvalidInputException(
          "The device "
              + device
              + " has no kernel for the operation '"
              + op.name()
              + "'; use another device (thalweg devices lists them), or a model without it.");
    }
    return binder.apply(op);
  }

  /**
   * The implementations of some operations, in their order, fused as far as possible.
   *
   * @throws InvalidInputException when the engine has none for one of them
   */
  public List<Bound<K>> compile(List<Op> ops) {
    List<Bound<K>> compiled = new ArrayList<>();
    Deque<Op> rest = new ArrayDeque<>(ops);
    while (!rest.isEmpty()) {
      Op first = rest.removeFirst();
      Bound<K> bound = fused(first, rest).orElseGet(() -> new Bound<>(List.of(first), bind(first)));
      bound.ops().stream().filter(op -> !op.equals(first)).forEach(rest::removeFirstOccurrence);
      compiled.add(bound);
    }
    return compiled;
  }

  private Optional<Bound<K>> fused(Op first, Collection<Op> later) {
    return fusions.stream()
        .flatMap(fusion -> fusion.match(first, later).stream())
        .filter(bound -> mayRunEarly(bound.ops(), later))
        .findFirst();
  }

  /** Whether operations may run before the ones between them. */
  private static boolean mayRunEarly(List<Op> together, Collection<Op> later) {
    List<Op> between = new ArrayList<>();
    int missing = together.size() - 1;
    for (Op op : later) {
      if (missing == 0) {
        return true;
      }
      if (!together.contains(op)) {
        between.add(op);
      } else if (between.stream().anyMatch(other -> depend(other, op))) {
        return false;
      } else {
        missing--;
      }
    }
    return true;
  }

  /** Whether the result changes when two operations are swapped. */
  private static boolean depend(Op one, Op other) {
    return meet(one.writes(), other.reads())
        || meet(one.reads(), other.writes())
        || meet(one.writes(), other.writes());
  }

  private static boolean meet(List<Tensor> some, List<Tensor> others) {
    return some.stream().anyMatch(tensor -> others.stream().anyMatch(tensor::overlaps));
  }
}
