package io.github.thalweg.program;

import io.github.thalweg.nn.Loss;
import io.github.thalweg.optim.Optimizer;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What operations that are carried out as one kernel cannot do without.
 *
 * @param bytes of the tensors that they read from others and of those that they leave to others,
 *     each counted once; what one of them hands to the next within the kernel is not counted, nor
 *     are consecutive rows of the data, which need no loading
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
      reads(op).filter(tensor -> !holds(made, tensor)).forEach(read::add);
      writes(op).forEach(made::add);
    }
    List<Tensor> wanted =
        phase.ops().stream().filter(op -> !ops.contains(op)).flatMap(Work::reads).toList();
    Stream<Tensor> left =
        made.stream().filter(tensor -> outlives(tensor.role()) || holds(wanted, tensor));
    return new Work(
        bytes(withoutViews(read).stream(), rows) + bytes(left, rows),
        ops.stream().mapToDouble(op -> flop(op, rows)).sum());
  }

  /** Parameters and the optimizer's state are there for the next step, metrics for the host. */
  private static boolean outlives(Role role) {
    return role == Role.PARAMETER || role == Role.STATE || role == Role.METRIC;
  }

  /** Whether a tensor is among others; the gradient of a layer is a part of the whole one. */
  private static boolean holds(Iterable<Tensor> tensors, Tensor tensor) {
    for (Tensor other : tensors) {
      if (other.equals(tensor)
          || (other.role() == Role.GRADIENT && tensor.role() == Role.GRADIENT)) {
        return true;
      }
    }
    return false;
  }

  /** A layer's parameters are a part of θ, and are not read twice where that is read whole. */
  private static List<Tensor> withoutViews(Set<Tensor> tensors) {
    Optional<Tensor> theta =
        tensors.stream().filter(tensor -> tensor.name().equals("theta")).findFirst();
    return tensors.stream()
        .filter(tensor ->
            theta.isEmpty() || tensor.role() != Role.PARAMETER || tensor.equals(theta.get()))
        .toList();
  }

  private static double bytes(Stream<Tensor> tensors, int rows) {
    return tensors.mapToDouble(tensor -> 4 * elements(tensor, rows)).sum();
  }

  private static double elements(Tensor tensor, int rows) {
    return tensor.role().batched() ? (double) rows * tensor.columns() : tensor.size();
  }

  private static Stream<Tensor> reads(Op op) {
    return switch (op) {
      case Op.LoadBatch load when load.gathered() -> Stream.of(load.input(), load.target());
      case Op.LoadBatch _ -> Stream.empty();
      case Op.Linear linear ->
          Stream.concat(Stream.of(linear.input(), linear.weight()), linear.bias().stream());
      case Op.LossAndGradient loss -> Stream.of(loss.output(), loss.target());
      case Op.ActivationGradient slope -> Stream.of(slope.saved(), slope.gradient());
      case Op.ParameterGradient parameter ->
          Stream.of(parameter.outputGradient(), parameter.input());
      case Op.InputGradient input ->
          Stream.concat(Stream.of(input.outputGradient(), input.weight()), input.saved().stream());
      case Op.ClipGradient clip -> Stream.of(clip.gradient());
      case Op.Update update -> Stream.of(update.theta(), update.gradient(), update.state());
      case Op.RowMetrics metrics -> Stream.of(metrics.output(), metrics.target());
    };
  }

  private static Stream<Tensor> writes(Op op) {
    return switch (op) {
      case Op.LoadBatch load when load.gathered() -> Stream.of(load.input(), load.target());
      case Op.LoadBatch _ -> Stream.empty();
      case Op.Linear linear ->
          Stream.concat(Stream.of(linear.output()), linear.preActivation().stream());
      case Op.LossAndGradient loss -> Stream.of(loss.loss(), loss.gradient());
      case Op.ActivationGradient slope -> Stream.of(slope.gradient());
      case Op.ParameterGradient parameter ->
          Stream.concat(Stream.of(parameter.weightGradient()), parameter.biasGradient().stream());
      case Op.InputGradient input -> Stream.of(input.inputGradient());
      case Op.ClipGradient clip -> Stream.of(clip.gradient(), clip.norm());
      case Op.Update update -> Stream.of(update.theta(), update.state());
      case Op.RowMetrics metrics -> Stream.of(metrics.rowMetrics());
    };
  }

  private static double flop(Op op, int rows) {
    return switch (op) {
      case Op.LoadBatch _ -> 0;
      case Op.Linear linear ->
          2 * elements(linear.input(), rows) * linear.output().columns()
              + elements(linear.output(), rows) * count(linear.bias(), linear.activation());
      case Op.LossAndGradient loss -> elements(loss.output(), rows) * each(loss.function());
      case Op.ActivationGradient slope -> 2 * elements(slope.gradient(), rows);
      case Op.ParameterGradient parameter ->
          2 * elements(parameter.outputGradient(), rows) * parameter.input().columns()
              + elements(parameter.outputGradient(), rows) * count(parameter.biasGradient());
      case Op.InputGradient input ->
          2 * elements(input.outputGradient(), rows) * input.inputGradient().columns()
              + 2 * elements(input.inputGradient(), rows) * count(input.activation());
      case Op.ClipGradient clip -> 3.0 * clip.gradient().size();
      case Op.Update update -> (double) update.theta().size() * each(update.optimizer());
      case Op.RowMetrics metrics -> elements(metrics.output(), rows) * each(metrics.function());
    };
  }

  private static int count(Optional<?>... present) {
    return (int) Stream.of(present).filter(Optional::isPresent).count();
  }

  /** Operations for each output, of the loss and its derivative as they are usually written. */
  private static int each(Loss loss) {
    return switch (loss) {
      case Loss.Mse _ -> 4; // y − t, squared, added, scaled
      case Loss.Huber _ -> 6; // |y − t| compared, one of two branches, added, scaled
      case Loss.BceWithLogits _ -> 8; // two exponentials, a logarithm, and what joins them
      case Loss.CrossEntropy _ -> 6; // maximum, difference, exponential, sum, quotient, scale
    };
  }

  /** Operations for each parameter, of the rule as a listing of the program has it. */
  private static int each(Optimizer optimizer) {
    return switch (optimizer) {
      case Optimizer.Sgd sgd ->
          2
              + (sgd.momentum() > 0 ? 2 : 0)
              + (sgd.nesterov() ? 2 : 0)
              + (sgd.weightDecay() > 0 ? 2 : 0);
      case Optimizer.Adam adam -> 14 + (adam.weightDecay() > 0 ? 2 : 0);
      case Optimizer.RmsProp rmsProp ->
          9
              + (rmsProp.momentum() > 0 ? 2 : 0)
              + (rmsProp.centered() ? 5 : 0)
              + (rmsProp.weightDecay() > 0 ? 2 : 0);
    };
  }
}
