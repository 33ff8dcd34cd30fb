package io.github.thalweg.engine.tornado;

import io.github.thalweg.kernels.Block;
import io.github.thalweg.kernels.LayerGradients;
import io.github.thalweg.kernels.Linear;
import io.github.thalweg.kernels.LossAndGradient;
import io.github.thalweg.kernels.MeanLoss;
import io.github.thalweg.kernels.OnePass;
import io.github.thalweg.kernels.RowMetrics;
import io.github.thalweg.program.Op;
import io.github.thalweg.program.Phase;
import io.github.thalweg.program.Role;
import io.github.thalweg.program.SingleLayer;
import io.github.thalweg.program.Tensor;
import java.util.Optional;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/**
 * The kernels in Java, which TornadoVM compiles for the device. Shapes, offsets in θ and g, and the
 * kinds of activations and losses are scalar arguments, which TornadoVM bakes into the kernels.
 */
final class JitKernels implements KernelFamily {
  private final int capacity;
  private final IntArray window;
  private final IntArray order;
  private final int shuffled;
  private final JitUpdates updates;

  /** For the graph of a phase. */
  JitKernels(String graph, Phase phase, SessionArrays arrays) {
    capacity = phase.capacity();
    window = arrays.window(graph);
    shuffled = arrays.shuffled(graph) ? 1 : 0;
    // A kernel that does not read the order takes another array in its place.
    order = arrays.shuffled(graph) ? arrays.order() : window;
    updates = new JitUpdates(arrays.gradientParts());
  }

  @Override
  public void add(FusedOp op, PhaseTasks tasks) {
    switch (op) {
      case FusedOp.Forward(var linear) -> linear(linear, tasks);
      case FusedOp.Loss(var loss, var slope) -> loss(loss, slope, tasks);
      case FusedOp.OnePass(var layer) -> onePass(layer, tasks);
      case FusedOp.Backward(var parameters, var input) ->
          input.ifPresentOrElse(
              gradient -> hidden(parameters, gradient, tasks), () -> first(parameters, tasks));
      case FusedOp.Norm(var clip) -> updates.norm(clip, tasks);
      case FusedOp.Update(var update, var clip) -> updates.update(update, clip, tasks);
      case FusedOp.NextStep(var loss) -> nextStep(loss, tasks);
      case FusedOp.Metrics(var metrics) -> metrics(metrics, tasks);
    }
  }

  private static int offset(Optional<Tensor> bias) {
    return bias.map(Tensor::offset).orElse(-1);
  }

  private void linear(Op.Linear linear, PhaseTasks tasks) {
    boolean fromData = linear.input().role() == Role.INPUT;
    tasks.add(
        "linear",
        "Linear to",
        linear.output(),
        tasks.grids.blocks(blocks(capacity, linear.output().columns())),
        id ->
            tasks.graph.task(
                id,
                Linear::forward,
                tasks.context,
                tasks.of(linear.input()),
                fromData ? order : window,
                tasks.of(linear.weight()),
                window,
                tasks.orNothing(linear.preActivation()),
                tasks.of(linear.output()),
                fromData ? 1 : 0,
                fromData ? shuffled : 0,
                linear.input().columns(),
                linear.output().columns(),
                linear.weight().offset(),
                offset(linear.bias()),
                KernelConstants.of(linear.activation()),
                linear.preActivation().isPresent() ? 1 : 0));
  }

  private static long blocks(int rows, int columns) {
    return (long) Block.count(rows) * Block.count(columns);
  }

  private void loss(
      Op.LossAndGradient loss, Optional<Op.ActivationGradient> slope, PhaseTasks tasks) {
    tasks.add(
        "loss",
        "LossAndGradient to",
        loss.gradient(),
        tasks.grids.rows(tasks.arrays.lossParts()),
        id ->
            tasks.graph.task(
                id,
                LossAndGradient::lossAndGradient,
                tasks.context,
                tasks.of(loss.output()),
                tasks.of(loss.target()),
                order,
                window,
                tasks.orNothing(slope.map(Op.ActivationGradient::saved)),
                tasks.floats("row losses"),
                tasks.of(loss.gradient()),
                shuffled,
                tasks.arrays.lossParts(),
                Math.ceilDiv(capacity, tasks.arrays.lossParts()),
                loss.output().columns(),
                KernelConstants.of(loss.function()),
                KernelConstants.delta(loss.function()),
                KernelConstants.of(slope.map(Op.ActivationGradient::activation))));
  }

  private void onePass(SingleLayer layer, PhaseTasks tasks) {
    Op.Linear linear = layer.linear();
    int parts = tasks.arrays.gradientParts();
    tasks.add(
        "pass",
        "Linear, LossAndGradient and ParameterGradient to",
        layer.parameter().weightGradient(),
        tasks.grids.chunks(parts),
        id ->
            tasks.graph.task(
                id,
                OnePass::pass,
                tasks.context,
                tasks.of(linear.input()),
                tasks.of(layer.loss().target()),
                order,
                window,
                tasks.of(linear.weight()),
                tasks.orNothing(linear.preActivation()),
                tasks.of(linear.output()),
                tasks.of(layer.loss().gradient()),
                tasks.of(layer.parameter().weightGradient()),
                tasks.floats("row losses"),
                shuffled,
                parts,
                Math.ceilDiv(capacity, parts),
                linear.input().columns(),
                linear.output().columns(),
                offset(linear.bias()),
                KernelConstants.of(linear.activation()),
                KernelConstants.of(layer.loss().function()),
                KernelConstants.delta(layer.loss().function())));
  }

  private void nextStep(Op.LossAndGradient loss, PhaseTasks tasks) {
    tasks.addSingle(
        "mean",
        "LossAndGradient to",
        loss.loss(),
        id ->
            tasks.graph.task(
                id,
                MeanLoss::meanAndNextStep,
                tasks.floats("row losses"),
                window,
                tasks.arrays.rates(),
                tasks.floats("losses"),
                tasks.arrays.lossParts(),
                loss.target().columns()));
  }

  private void first(Op.ParameterGradient op, PhaseTasks tasks) {
    int parts = tasks.arrays.gradientParts();
    tasks.add(
        "gradient",
        "ParameterGradient to",
        op.weightGradient(),
        tasks.grids.blocks(parts * weightBlocks(op)),
        id ->
            tasks.graph.task(
                id,
                LayerGradients::ofFirst,
                tasks.context,
                tasks.of(op.outputGradient()),
                tasks.of(op.input()),
                order,
                window,
                tasks.of(op.weightGradient()),
                shuffled,
                parts,
                op.input().columns(),
                op.outputGradient().columns(),
                op.weightGradient().offset(),
                offset(op.biasGradient()),
                tasks.arrays.parameterCount()));
  }

  private static long weightBlocks(Op.ParameterGradient op) {
    return blocks(op.outputGradient().columns(), op.input().columns());
  }

  private void hidden(Op.ParameterGradient op, Op.InputGradient input, PhaseTasks tasks) {
    int parts = tasks.arrays.gradientParts();
    FloatArray saved = tasks.orNothing(input.saved());
    tasks.add(
        "gradients",
        "ParameterGradient and InputGradient to",
        input.inputGradient(),
        tasks.grids.blocks(parts * weightBlocks(op) + blocks(capacity, op.input().columns())),
        id ->
            tasks.graph.task(
                id,
                LayerGradients::ofHidden,
                tasks.context,
                tasks.of(op.outputGradient()),
                tasks.of(op.input()),
                window,
                tasks.of(op.weightGradient()),
                tasks.of(input.weight()),
                saved,
                tasks.of(input.inputGradient()),
                parts,
                op.input().columns(),
                op.outputGradient().columns(),
                op.weightGradient().offset(),
                offset(op.biasGradient()),
                tasks.arrays.parameterCount(),
                KernelConstants.of(input.activation())));
  }

  private void metrics(Op.RowMetrics op, PhaseTasks tasks) {
    tasks.add(
        "metrics",
        "RowMetrics to",
        op.rowMetrics(),
        tasks.grids.rows(capacity),
        id ->
            tasks.graph.task(
                id,
                RowMetrics::metrics,
                tasks.context,
                tasks.of(op.output()),
                tasks.of(op.target()),
                window,
                tasks.of(op.rowMetrics()),
                op.output().columns(),
                KernelConstants.of(op.function()),
                KernelConstants.delta(op.function())));
  }
}
