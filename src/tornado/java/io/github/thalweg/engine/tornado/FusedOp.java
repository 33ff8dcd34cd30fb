package io.github.thalweg.engine.tornado;

import io.github.thalweg.program.Op;
import io.github.thalweg.program.Phase;
import io.github.thalweg.program.SingleLayer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One or two neighbouring operations that a device carries out together, because starting a kernel
 * costs more than most of them take.
 */
sealed interface FusedOp {
  /** A dense layer with its bias and activation. */
  record Forward(Op.Linear linear) implements FusedOp {}

  /** The losses of the rows, and ∂C/∂z of the last layer, through its activation if it has one. */
  record Loss(Op.LossAndGradient loss, Optional<Op.ActivationGradient> slope) implements FusedOp {}

  /** All from the batch to the gradient, in a model of one layer: every row is read once. */
  record OnePass(SingleLayer layer) implements FusedOp {}

  /** The gradients of a layer's parameters and, for all but the first layer, of its input. */
  record Backward(Op.ParameterGradient parameters, Optional<Op.InputGradient> input)
      implements FusedOp {}

  /** The norm of g; the update clips. */
  record Norm(Op.ClipGradient clip) implements FusedOp {}

  /** The new θ, from a g that is clipped on the way if there is a clip. */
  record Update(Op.Update update, Optional<Op.ClipGradient> clip) implements FusedOp {}

  /** The mean loss of the step; what the kernels read of the next step takes its place. */
  record NextStep(Op.LossAndGradient loss) implements FusedOp {}

  /** The metrics of every row. */
  record Metrics(Op.RowMetrics metrics) implements FusedOp {}

  /** The operations of the program that this is. */
  default List<Op> ops() {
    return switch (this) {
      case Forward(var linear) -> List.of(linear);
      case Loss(var loss, var slope) -> with(loss, slope);
      case OnePass(var layer) -> layer.ops();
      case Backward(var parameters, var input) -> with(parameters, input);
      case Norm(var clip) -> List.of(clip);
      case Update(var update, _) -> List.of(update);
      case NextStep(var loss) -> List.of(loss);
      case Metrics(var metrics) -> List.of(metrics);
    };
  }

  private static List<Op> with(Op op, Optional<? extends Op> behind) {
    List<Op> ops = new ArrayList<>(List.of(op));
    behind.ifPresent(ops::add);
    return ops;
  }

  /**
   * The operations of a phase, fused. A batch is not loaded: the first layer and the loss read its
   * rows where they are.
   */
  static List<FusedOp> of(Phase phase) {
    return fused(phase.ops());
  }

  /** The operations of a step of one layer, fused, with every row read once. */
  static List<FusedOp> of(SingleLayer layer) {
    List<FusedOp> fused = new ArrayList<>();
    fused.add(new OnePass(layer));
    fused.addAll(fused(layer.rest()));
    fused.add(new NextStep(layer.loss()));
    return fused;
  }

  private static List<FusedOp> fused(List<Op> ops) {
    List<FusedOp> fused = new ArrayList<>();
    Optional<NextStep> next = Optional.empty();
    Optional<Op.ClipGradient> clip = Optional.empty();
    for (int i = 0; i < ops.size(); i++) {
      Optional<Op> behind = i + 1 < ops.size() ? Optional.of(ops.get(i + 1)) : Optional.empty();
      switch (ops.get(i)) {
        case Op.LoadBatch _ -> {}
        case Op.Linear linear -> fused.add(new Forward(linear));
        case Op.LossAndGradient loss -> {
          fused.add(new Loss(loss, only(behind, Op.ActivationGradient.class)));
          next = Optional.of(new NextStep(loss));
        }
        case Op.ParameterGradient parameters ->
            fused.add(new Backward(parameters, only(behind, Op.InputGradient.class)));
        case Op.ActivationGradient _, Op.InputGradient _ -> {}
        case Op.ClipGradient norm -> {
          fused.add(new Norm(norm));
          clip = Optional.of(norm);
        }
        case Op.Update update -> fused.add(new Update(update, clip));
        case Op.RowMetrics metrics -> fused.add(new Metrics(metrics));
      }
    }
    next.ifPresent(fused::add);
    return fused;
  }

  private static <T extends Op> Optional<T> only(Optional<Op> op, Class<T> kind) {
    return op.filter(kind::isInstance).map(kind::cast);
  }
}
