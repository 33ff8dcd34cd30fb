package io.github.thalweg.engine.tornado.jit;

import io.github.thalweg.engine.OpTable;
import io.github.thalweg.engine.OpTable.Bound;
import io.github.thalweg.engine.tornado.tasks.KernelConstants;
import io.github.thalweg.engine.tornado.tasks.KernelTasks;
import io.github.thalweg.engine.tornado.tasks.PhaseTasks;
import io.github.thalweg.kernels.Block;
import io.github.thalweg.kernels.Elements;
import io.github.thalweg.kernels.Linear;
import io.github.thalweg.nn.Op;
import io.github.thalweg.nn.Slope;
import io.github.thalweg.nn.Tensor;
import io.github.thalweg.program.LayerGradients;
import io.github.thalweg.program.StepOp;
import java.util.Collection;
import java.util.Optional;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;

/**
 * The kernels in Java, which TornadoVM compiles for the device. Shapes, offsets in θ and g, and the
 * kinds of activations and losses are scalar arguments, which TornadoVM bakes into the kernels.
 */
public final class JitKernels {
  private JitKernels() {}

  /** A kernel for every operation. */
  public static OpTable<KernelTasks> table(String device) {
    return new OpTable<KernelTasks>(device)
        .serve(StepOp.LoadBatch.class, _ -> KernelTasks.NONE)
        .serve(Op.Linear.class, op -> KernelTasks.jit("Linear.forward", tasks -> linear(op, tasks)))
        .serve(
            Op.Activate.class,
            op -> KernelTasks.jit("Elements.activate", tasks -> activate(op, tasks)))
        .serve(
            Op.ActivationGradient.class,
            op -> KernelTasks.jit("Elements.throughSlope", tasks -> throughSlope(op, tasks)))
        .serve(Op.Add.class, op -> KernelTasks.jit("Elements.add", tasks -> add(op, tasks)))
        .serve(
            Op.ParameterGradient.class,
            op -> KernelTasks.jit("LayerGradients.ofParameters", tasks -> ofParameters(op, tasks)))
        .serve(
            Op.InputGradient.class,
            op -> KernelTasks.jit("LayerGradients.ofInput", tasks -> ofInput(op, tasks)))
        .serve(StepOp.LossAndGradient.class, JitLosses::loss)
        .serve(StepOp.ClipGradient.class, JitUpdates::norm)
        .serve(StepOp.Update.class, op -> JitUpdates.update(op, Optional.empty()))
        .serve(StepOp.RowMetrics.class, JitLosses::metrics)
        .fuse(JitUpdates::clippedUpdate);
  }

  /** The gradients of a layer in one launch. */
  public static Optional<Bound<KernelTasks>> layerGradients(Op first, Collection<Op> later) {
    return LayerGradients.of(first, later)
        .map(both ->
            new Bound<>(
                both.ops(),
                KernelTasks.jit("LayerGradients.ofBoth", tasks -> ofBoth(both, tasks))));
  }

  private static int offset(Optional<Tensor> bias) {
    return bias.map(Tensor::offset).orElse(-1);
  }

  private static void linear(Op.Linear linear, PhaseTasks tasks) {
    tasks.add(
        "linear",
        "Linear to",
        linear.output(),
        tasks.grids.blocks(blocks(tasks.capacity, linear.output().columns())),
        id ->
            tasks.graph.task(
                id,
                Linear::forward,
                tasks.context,
                tasks.of(linear.input()),
                tasks.order(linear.input()),
                tasks.of(linear.weight()),
                tasks.window(),
                tasks.orNothing(linear.preActivation()),
                tasks.of(linear.output()),
                PhaseTasks.inData(linear.input()),
                tasks.shuffled(linear.input()),
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

  private static void activate(Op.Activate op, PhaseTasks tasks) {
    int columns = op.output().columns();
    tasks.add(
        "activate",
        "Activate to",
        op.output(),
        tasks.grids.elements((long) tasks.capacity * columns),
        id ->
            tasks.graph.task(
                id,
                Elements::activate,
                tasks.context,
                tasks.of(op.input()),
                tasks.order(op.input()),
                tasks.window(),
                tasks.of(op.output()),
                PhaseTasks.inData(op.input()),
                tasks.shuffled(op.input()),
                tasks.capacity,
                columns,
                KernelConstants.of(op.activation())));
  }

  private static void throughSlope(Op.ActivationGradient op, PhaseTasks tasks) {
    int columns = op.inputGradient().columns();
    tasks.add(
        "slope",
        "ActivationGradient to",
        op.inputGradient(),
        tasks.grids.elements((long) tasks.capacity * columns),
        id ->
            tasks.graph.task(
                id,
                Elements::throughSlope,
                tasks.context,
                tasks.of(op.outputGradient()),
                tasks.window(),
                tasks.of(op.slope().saved()),
                tasks.of(op.inputGradient()),
                tasks.capacity,
                columns,
                KernelConstants.of(op.slope().activation())));
  }

  private static void add(Op.Add op, PhaseTasks tasks) {
    int columns = op.sum().columns();
    tasks.add(
        "add",
        "Add to",
        op.sum(),
        tasks.grids.elements((long) tasks.capacity * columns),
        id ->
            tasks.graph.task(
                id,
                Elements::add,
                tasks.context,
                tasks.of(op.a()),
                tasks.of(op.b()),
                tasks.window(),
                tasks.of(op.sum()),
                tasks.capacity,
                columns));
  }

  private static void ofParameters(Op.ParameterGradient op, PhaseTasks tasks) {
    int parts = tasks.gradientParts();
    tasks.add(
        "gradient",
        "ParameterGradient to",
        op.weightGradient(),
        tasks.grids.blocks(parts * weightBlocks(op)),
        id ->
            tasks.graph.task(
                id,
                io.github.thalweg.kernels.LayerGradients::ofParameters,
                tasks.context,
                tasks.of(op.outputGradient()),
                tasks.of(op.input()),
                tasks.order(op.input()),
                tasks.window(),
                tasks.of(op.weightGradient()),
                PhaseTasks.inData(op.input()),
                tasks.shuffled(op.input()),
                parts,
                op.input().columns(),
                op.outputGradient().columns(),
                op.weightGradient().offset(),
                offset(op.biasGradient()),
                tasks.arrays.parameterCount()));
  }

  private static void ofInput(Op.InputGradient op, PhaseTasks tasks) {
    int inputs = op.inputGradient().columns();
    tasks.add(
        "gradient",
        "InputGradient to",
        op.inputGradient(),
        tasks.grids.blocks(blocks(tasks.capacity, inputs)),
        id ->
            tasks.graph.task(
                id,
                io.github.thalweg.kernels.LayerGradients::ofInput,
                tasks.context,
                tasks.of(op.outputGradient()),
                tasks.window(),
                tasks.of(op.weight()),
                tasks.orNothing(op.slope().map(Slope::saved)),
                tasks.of(op.inputGradient()),
                inputs,
                op.outputGradient().columns(),
                op.weight().offset(),
                KernelConstants.of(op.slope().map(Slope::activation))));
  }

  private static long weightBlocks(Op.ParameterGradient op) {
    return blocks(op.outputGradient().columns(), op.input().columns());
  }

  private static void ofBoth(LayerGradients layer, PhaseTasks tasks) {
    Op.ParameterGradient op = layer.parameters();
    Op.InputGradient input = layer.input();
    int parts = tasks.gradientParts();
    FloatArray saved = tasks.orNothing(input.slope().map(Slope::saved));
    tasks.add(
        "gradients",
        "ParameterGradient and InputGradient to",
        input.inputGradient(),
        tasks.grids.blocks(parts * weightBlocks(op) + blocks(tasks.capacity, op.input().columns())),
        id ->
            tasks.graph.task(
                id,
                io.github.thalweg.kernels.LayerGradients::ofBoth,
                tasks.context,
                tasks.of(op.outputGradient()),
                tasks.of(op.input()),
                tasks.window(),
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
                KernelConstants.of(input.slope().map(Slope::activation))));
  }
}
