package io.github.thalweg.program;

import io.github.thalweg.nn.Op;
import io.github.thalweg.nn.Slope;
import io.github.thalweg.nn.Tensor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Fuses an activation with the operation before it, while the result is still in registers: φ(x·Wᵀ
 * + b) forward, ∂C/∂x ⊙ φ′ on the way back. Operations are matched by the tensors that they read
 * and write, at any position. If another operation reads the tensor between them, it is kept, or
 * nothing is fused.
 */
final class Epilogues {
  /** The operations by the place of the first one that is in each. */
  private final SortedMap<Integer, Op> ops = new TreeMap<>();

  private final Map<Op, Integer> places = new HashMap<>();
  private final Map<Tensor, Op> writers = new HashMap<>();
  private final Map<Tensor, Integer> readers = new HashMap<>();

  private Epilogues(List<Op> all) {
    for (Op op : all) {
      put(ops.size(), op);
      Set.copyOf(op.reads()).forEach(tensor -> readers.merge(tensor, 1, Integer::sum));
    }
  }

  /** The same operations with fewer of them. */
  static List<Op> fuse(List<Op> ops) {
    Epilogues epilogues = new Epilogues(ops);
    for (Op op : ops) {
      switch (op) {
        case Op.Activate activate -> epilogues.fuse(activate);
        case Op.ActivationGradient slope -> epilogues.fuse(slope);
        default -> {}
      }
    }
    return List.copyOf(epilogues.ops.values());
  }

  private void fuse(Op.Activate activate) {
    if (writers.get(activate.input()) instanceof Op.Linear linear
        && linear.activation().isEmpty()) {
      boolean kept = readers.get(activate.input()) > 1;
      replace(
          linear,
          activate,
          new Op.Linear(
              linear.input(),
              linear.weight(),
              linear.bias(),
              Optional.of(activate.activation()),
              kept ? Optional.of(activate.input()) : Optional.empty(),
              activate.output()));
    }
  }

  private void fuse(Op.ActivationGradient op) {
    Tensor between = op.outputGradient();
    if (readers.get(between) > 1) {
      return;
    }
    Optional<Slope> slope = Optional.of(op.slope());
    switch (writers.get(between)) {
      case Op.InputGradient input when input.slope().isEmpty() ->
          replace(
              input,
              op,
              new Op.InputGradient(
                  input.outputGradient(), input.weight(), slope, op.inputGradient()));
      case StepOp.LossAndGradient loss when loss.slope().isEmpty() ->
          replace(
              loss,
              op,
              new StepOp.LossAndGradient(
                  loss.function(),
                  loss.output(),
                  loss.target(),
                  slope,
                  loss.loss(),
                  op.inputGradient()));
      case null, default -> {}
    }
  }

  private void replace(Op first, Op second, Op both) {
    ops.remove(places.get(second));
    Set.copyOf(second.reads()).forEach(tensor -> readers.merge(tensor, -1, Integer::sum));
    both.writes().forEach(tensor -> writers.put(tensor, both));
    put(places.get(first), both);
  }

  private void put(int place, Op op) {
    ops.put(place, op);
    places.put(op, place);
    op.writes().forEach(tensor -> writers.putIfAbsent(tensor, op));
  }
}
