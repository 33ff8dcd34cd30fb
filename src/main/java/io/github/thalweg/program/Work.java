package io.github.thalweg.program;

import io.github.thalweg.nn.Op;
import io.github.thalweg.nn.Role;
import io.github.thalweg.nn.Tensor;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The least work of operations that run as one kernel.
 *
 * @param bytes of the tensors that they read from other kernels and write for them, each counted
 *     once; tensors inside the kernel are not counted, nor are consecutive rows of the data, which
 *     need no copy
 * @param flop additions, subtractions, multiplications, divisions, comparisons, roots and
 *     exponentials, each counted as one; an activation and its derivative count as one, too
 */
public record Work(double bytes, double flop) {
  /**
   * The work of some operations of a phase, in its order.
   *
   * @param rows of the batch
   */
  public static Work of(Phase phase, List<Op> ops, int rows) {
    Set<Tensor> made = new LinkedHashSet<>();
    Set<Tensor> read = new LinkedHashSet<>();
    for (Op op : ops) {
      op.reads().stream().filter(tensor -> !holds(made, tensor)).forEach(read::add);
      made.addAll(op.writes());
    }
    List<Tensor> wanted =
        phase.ops().stream()
            .filter(op -> !ops.contains(op))
            .flatMap(op -> op.reads().stream())
            .toList();
    Stream<Tensor> left =
        made.stream().filter(tensor -> outlives(tensor.role()) || holds(wanted, tensor));
    return new Work(
        bytes(withoutViews(read).stream(), rows) + bytes(left, rows),
        ops.stream().mapToDouble(op -> op.flop(rows)).sum());
  }

  /** The next step reads parameters and the optimizer's state; the host reads metrics. */
  private static boolean outlives(Role role) {
    return role == Role.PARAMETER || role == Role.STATE || role == Role.METRIC;
  }

  /** Whether a tensor is among others, or a part of one. */
  private static boolean holds(Collection<Tensor> tensors, Tensor tensor) {
    return tensors.stream().anyMatch(tensor::overlaps);
  }

  /** A layer's parameters are a part of θ, and are not counted twice if all of θ is read. */
  private static List<Tensor> withoutViews(Set<Tensor> tensors) {
    List<Tensor> kept = new ArrayList<>();
    tensors.stream()
        .sorted(Comparator.comparingLong(Tensor::size).reversed())
        .filter(tensor -> !holds(kept, tensor))
        .forEach(kept::add);
    return kept;
  }

  private static double bytes(Stream<Tensor> tensors, int rows) {
    return tensors.mapToDouble(tensor -> 4.0 * tensor.elements(rows)).sum();
  }
}
