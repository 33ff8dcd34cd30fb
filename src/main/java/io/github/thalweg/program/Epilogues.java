package io.github.thalweg.program;

import io.github.thalweg.nn.Op;
import io.github.thalweg.nn.Slope;
import io.github.thalweg.nn.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Fuses an activation with the operation before it, while the result is still in registers: φ(x·Wᵀ
 * + b) forward, ∂C/∂x ⊙ φ′ on the way back. Operations are matched by the tensors that they read
 * and write, at any position. If another operation reads the tensor between them, it is kept, or
 * nothing is fused.
 */
final class Epilogues {
  private final List<Op> ops;

  private Epilogues(List<Op> ops) {
    this.ops = new ArrayList<>(ops);
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
    return epilogues.ops;
  }

  private void fuse(Op.Activate activate) {
    if (writer(activate.input()).orElse(null) instanceof Op.Linear linear
        && linear.activation().isEmpty()) {
      boolean kept = readers(activate.input()) > 1;
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
    if (readers(between) > 1) {
      return;
    }
    Optional<Slope> slope = Optional.of(op.slope());
    switch (writer(between).orElse(null)) {
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
    ops.set(ops.indexOf(first), both);
    ops.remove(second);
  }

  private Optional<Op> writer(Tensor tensor) {
    return ops.stream().filter(op -> op.writes().contains(tensor)).findFirst();
  }

  private long readers(Tensor tensor) {
    return ops.stream().filter(op -> op.reads().contains(tensor)).count();
  }
}
