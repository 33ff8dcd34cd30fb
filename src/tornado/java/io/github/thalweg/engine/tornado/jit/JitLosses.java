package io.github.thalweg.engine.tornado.jit;

import io.github.thalweg.engine.tornado.tasks.KernelConstants;
import io.github.thalweg.engine.tornado.tasks.KernelTasks;
import io.github.thalweg.engine.tornado.tasks.PhaseTasks;
import io.github.thalweg.kernels.LossAndGradient;
import io.github.thalweg.kernels.MeanLoss;
import io.github.thalweg.kernels.RowMetrics;
import io.github.thalweg.kernels.SingleLayerPass;
import io.github.thalweg.nn.Kind;
import io.github.thalweg.nn.Op;
import io.github.thalweg.nn.Slope;
import io.github.thalweg.nn.Tensor;
import io.github.thalweg.program.SingleLayer;
import io.github.thalweg.program.StepOp;

/**
 * The kernels in Java that read targets. There are two of each, because targets that are classes
 * are in an array of another type.
 */
public final class JitLosses {
  private JitLosses() {}

  public static KernelTasks loss(StepOp.LossAndGradient loss) {
    return areClasses(loss.target())
        ? KernelTasks.jit(
            "LossAndGradient.lossAndGradientOfClasses", tasks -> ofClasses(loss, tasks))
        : KernelTasks.jit("LossAndGradient.lossAndGradient", tasks -> ofNumbers(loss, tasks));
  }

  /** All from the batch to the gradient, in a model of one layer: every row is read once. */
  public static KernelTasks onePass(SingleLayer layer) {
    return areClasses(layer.loss().target())
        ? KernelTasks.jit("SingleLayerPass.passOfClasses", tasks -> ofClasses(layer, tasks))
        : KernelTasks.jit("SingleLayerPass.pass", tasks -> ofNumbers(layer, tasks));
  }

  /** Whether {@link SingleLayerPass} takes a layer. */
  public static boolean fitsOnePass(SingleLayer layer) {
    return layer.parameterCount() <= SingleLayerPass.PARAMETERS;
  }

  static KernelTasks metrics(StepOp.RowMetrics op) {
    return areClasses(op.target())
        ? KernelTasks.jit("RowMetrics.metricsOfClasses", tasks -> ofClasses(op, tasks))
        : KernelTasks.jit("RowMetrics.metrics", tasks -> ofNumbers(op, tasks));
  }

  static boolean areClasses(Tensor target) {
    return target.kind() == Kind.INT32;
  }

  private static void ofNumbers(StepOp.LossAndGradient loss, PhaseTasks tasks) {
    int parts = tasks.arrays.lossParts();
    tasks.add(
        "loss",
        "LossAndGradient to",
        loss.gradient(),
        tasks.grids.rows(parts),
        id ->
            tasks.graph.task(
                id,
                LossAndGradient::lossAndGradient,
                tasks.context,
                tasks.of(loss.output()),
                tasks.of(loss.target()),
                tasks.order(),
                tasks.window(),
                tasks.orNothing(loss.slope().map(Slope::saved)),
                tasks.floats("row losses"),
                tasks.of(loss.gradient()),
                tasks.shuffled(),
                parts,
                Math.ceilDiv(tasks.capacity, parts),
                loss.output().columns(),
                KernelConstants.of(loss.function()),
                KernelConstants.delta(loss.function()),
                KernelConstants.of(loss.slope().map(Slope::activation))));
  }

  private static void ofClasses(StepOp.LossAndGradient loss, PhaseTasks tasks) {
    int parts = tasks.arrays.lossParts();
    tasks.add(
        "loss",
        "LossAndGradient to",
        loss.gradient(),
        tasks.grids.rows(parts),
        id ->
            tasks.graph.task(
                id,
                LossAndGradient::lossAndGradientOfClasses,
                tasks.context,
                tasks.of(loss.output()),
                tasks.arrays.classes(),
                tasks.order(),
                tasks.window(),
                tasks.orNothing(loss.slope().map(Slope::saved)),
                tasks.floats("row losses"),
                tasks.of(loss.gradient()),
                tasks.shuffled(),
                parts,
                Math.ceilDiv(tasks.capacity, parts),
                loss.output().columns(),
                KernelConstants.of(loss.slope().map(Slope::activation))));
  }

  private static void ofNumbers(SingleLayer layer, PhaseTasks tasks) {
    Op.Linear linear = layer.linear();
    int parts = tasks.gradientParts();
    tasks.add(
        "pass",
        "Linear, LossAndGradient and ParameterGradient to",
        layer.parameter().weightGradient(),
        tasks.grids.chunks(parts),
        id ->
            tasks.graph.task(
                id,
                SingleLayerPass::pass,
                tasks.context,
                tasks.of(linear.input()),
                tasks.of(layer.loss().target()),
                tasks.order(),
                tasks.window(),
                tasks.of(linear.weight()),
                tasks.orNothing(linear.preActivation()),
                tasks.of(linear.output()),
                tasks.of(layer.loss().gradient()),
                tasks.of(layer.parameter().weightGradient()),
                tasks.floats("row losses"),
                tasks.shuffled(),
                parts,
                Math.ceilDiv(tasks.capacity, parts),
                linear.input().columns(),
                linear.output().columns(),
                biasOffset(linear),
                KernelConstants.of(linear.activation()),
                KernelConstants.of(layer.loss().function()),
                KernelConstants.delta(layer.loss().function())));
  }

  private static void ofClasses(SingleLayer layer, PhaseTasks tasks) {
    Op.Linear linear = layer.linear();
    int parts = tasks.gradientParts();
    tasks.add(
        "pass",
        "Linear, LossAndGradient and ParameterGradient to",
        layer.parameter().weightGradient(),
        tasks.grids.chunks(parts),
        id ->
            tasks.graph.task(
                id,
                SingleLayerPass::passOfClasses,
                tasks.context,
                tasks.of(linear.input()),
                tasks.arrays.classes(),
                tasks.order(),
                tasks.window(),
                tasks.of(linear.weight()),
                tasks.orNothing(linear.preActivation()),
                tasks.of(linear.output()),
                tasks.of(layer.loss().gradient()),
                tasks.of(layer.parameter().weightGradient()),
                tasks.floats("row losses"),
                tasks.shuffled(),
                parts,
                Math.ceilDiv(tasks.capacity, parts),
                linear.input().columns(),
                linear.output().columns(),
                biasOffset(linear),
                KernelConstants.of(linear.activation())));
  }

  private static int biasOffset(Op.Linear linear) {
    return linear.bias().map(Tensor::offset).orElse(-1);
  }

  private static void ofNumbers(StepOp.RowMetrics op, PhaseTasks tasks) {
    tasks.add(
        "metrics",
        "RowMetrics to",
        op.rowMetrics(),
        tasks.grids.rows(tasks.capacity),
        id ->
            tasks.graph.task(
                id,
                RowMetrics::metrics,
                tasks.context,
                tasks.of(op.output()),
                tasks.of(op.target()),
                tasks.window(),
                tasks.of(op.rowMetrics()),
                op.output().columns(),
                KernelConstants.of(op.function()),
                KernelConstants.delta(op.function())));
  }

  private static void ofClasses(StepOp.RowMetrics op, PhaseTasks tasks) {
    tasks.add(
        "metrics",
        "RowMetrics to",
        op.rowMetrics(),
        tasks.grids.rows(tasks.capacity),
        id ->
            tasks.graph.task(
                id,
                RowMetrics::metricsOfClasses,
                tasks.context,
                tasks.of(op.output()),
                tasks.arrays.classes(),
                tasks.window(),
                tasks.of(op.rowMetrics()),
                op.output().columns()));
  }

  /** The mean loss of the step; what the kernels read of the next step takes its place. */
  public static KernelTasks nextStep(StepOp.LossAndGradient loss) {
    return KernelTasks.jit("MeanLoss.meanAndNextStep", tasks -> nextStep(loss, tasks));
  }

  private static void nextStep(StepOp.LossAndGradient loss, PhaseTasks tasks) {
    tasks.addSingle(
        "mean",
        "LossAndGradient to",
        loss.loss(),
        id ->
            tasks.graph.task(
                id,
                MeanLoss::meanAndNextStep,
                tasks.floats("row losses"),
                tasks.window(),
                tasks.rates(),
                tasks.floats("losses"),
                tasks.arrays.lossParts(),
                loss.target().columns()));
  }
}
