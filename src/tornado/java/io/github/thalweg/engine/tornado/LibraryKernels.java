package io.github.thalweg.engine.tornado;

import io.github.thalweg.kernels.BatchRows;
import io.github.thalweg.kernels.BiasActivation;
import io.github.thalweg.kernels.LayerArrays;
import io.github.thalweg.program.Op;
import io.github.thalweg.program.Phase;
import io.github.thalweg.program.Role;
import io.github.thalweg.program.Tensor;
import java.util.Optional;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/**
 * A vendor's library for the matrix products of the layers, and kernels in Java for all else. The
 * library takes whole arrays of one shape: so the batch is gathered first, with zeros behind a
 * smaller one, weights are copied out of θ, and their gradients into g.
 */
final class LibraryKernels implements KernelFamily {
  private final Gemm gemm;
  private final LibraryArrays shapes;
  private final JitKernels java;
  private final String graph;
  private final int capacity;
  private final IntArray window;
  private final IntArray order;
  private final int shuffled;

  /** For the graph of a phase. */
  LibraryKernels(String graph, Phase phase, SessionArrays arrays, Gemm gemm) {
    this.graph = graph;
    this.gemm = gemm;
    shapes = arrays.library().orElseThrow();
    java = new JitKernels(graph, phase, arrays);
    capacity = phase.capacity();
    window = arrays.window(graph);
    shuffled = arrays.shuffled(graph) ? 1 : 0;
    order = arrays.shuffled(graph) ? arrays.order() : window;
  }

  @Override
  public void add(FusedOp op, PhaseTasks tasks) {
    switch (op) {
      case FusedOp.Forward(var linear) -> forward(linear, tasks);
      case FusedOp.Loss(var loss, _) -> {
        java.add(op, tasks);
        clearRest(loss.gradient(), tasks);
      }
      case FusedOp.Backward(var parameters, var input) -> {
        parameterGradient(parameters, tasks);
        input.ifPresent(gradient -> inputGradient(gradient, tasks));
      }
      case FusedOp.OnePass _,
          FusedOp.Norm _,
          FusedOp.Update _,
          FusedOp.NextStep _,
          FusedOp.Metrics _ ->
          java.add(op, tasks);
    }
  }

  private static int offset(Optional<Tensor> bias) {
    return bias.map(Tensor::offset).orElse(-1);
  }

  private FloatArray weights(Tensor weight, PhaseTasks tasks) {
    return tasks.floats(LibraryArrays.weights(graph, weight));
  }

  /** The batch's rows of a layer's input. */
  private FloatArray rows(Tensor input, PhaseTasks tasks) {
    return input.role() == Role.INPUT && shapes.gathers(graph) ? batch(tasks) : tasks.of(input);
  }

  private FloatArray batch(PhaseTasks tasks) {
    return tasks.arrays.allocation.floats(LibraryArrays.batch(graph));
  }

  private void forward(Op.Linear linear, PhaseTasks tasks) {
    int inputs = linear.input().columns();
    int outputs = linear.output().columns();
    if (linear.input().role() == Role.INPUT && shapes.gathers(graph)) {
      gather(linear.input(), tasks);
    }
    copyWeights(linear.weight(), tasks);
    FloatArray x = rows(linear.input(), tasks);
    FloatArray y = tasks.of(linear.output());
    gemm.add(
        "product",
        "Linear to",
        linear.output(),
        Product.forward(x, weights(linear.weight(), tasks), y, capacity, inputs, outputs),
        tasks);
    tasks.add(
        "bias",
        "Linear to",
        linear.output(),
        tasks.grids.elements((long) capacity * outputs),
        id ->
            tasks.graph.task(
                id,
                BiasActivation::forward,
                tasks.context,
                tasks.arrays.theta(),
                window,
                tasks.orNothing(linear.preActivation()),
                y,
                capacity,
                outputs,
                offset(linear.bias()),
                KernelConstants.of(linear.activation()),
                linear.preActivation().isPresent() ? 1 : 0));
  }

  private void gather(Tensor input, PhaseTasks tasks) {
    tasks.add(
        "gather",
        "LoadBatch to",
        input,
        tasks.grids.elements((long) capacity * input.columns()),
        id ->
            tasks.graph.task(
                id,
                BatchRows::gather,
                tasks.context,
                tasks.of(input),
                order,
                window,
                batch(tasks),
                shuffled,
                capacity,
                input.columns()));
  }

  private void copyWeights(Tensor weight, PhaseTasks tasks) {
    int count = Math.toIntExact(weight.size());
    tasks.add(
        "weights",
        "Linear with",
        weight,
        tasks.grids.elements(count),
        id ->
            tasks.graph.task(
                id,
                LayerArrays::weights,
                tasks.context,
                tasks.arrays.theta(),
                weights(weight, tasks),
                weight.offset(),
                count));
  }

  private void clearRest(Tensor gradient, PhaseTasks tasks) {
    tasks.add(
        "rest",
        "LossAndGradient to",
        gradient,
        tasks.grids.elements(gradient.size()),
        id ->
            tasks.graph.task(
                id,
                BatchRows::clearRest,
                tasks.context,
                window,
                tasks.of(gradient),
                capacity,
                gradient.columns()));
  }

  private void parameterGradient(Op.ParameterGradient op, PhaseTasks tasks) {
    int inputs = op.input().columns();
    int outputs = op.outputGradient().columns();
    FloatArray dz = tasks.of(op.outputGradient());
    FloatArray ofWeights = tasks.floats(LibraryArrays.WEIGHT_GRADIENT);
    FloatArray ofBiases =
        op.biasGradient().isPresent()
            ? tasks.floats(LibraryArrays.BIAS_SUMS)
            : tasks.orNothing(Optional.empty());
    FloatArray x = rows(op.input(), tasks);
    gemm.add(
        "product",
        "ParameterGradient to",
        op.weightGradient(),
        Product.parameterGradient(dz, x, ofWeights, capacity, inputs, outputs),
        tasks);
    op.biasGradient().ifPresent(bias -> biasSums(dz, bias, ofBiases, tasks));
    tasks.add(
        "gradient",
        "ParameterGradient to",
        op.weightGradient(),
        tasks.grids.elements((long) inputs * outputs + outputs),
        id ->
            tasks.graph.task(
                id,
                LayerArrays::gradient,
                tasks.context,
                ofWeights,
                ofBiases,
                tasks.of(op.weightGradient()),
                shapes.biasParts(),
                inputs,
                outputs,
                op.weightGradient().offset(),
                offset(op.biasGradient())));
  }

  private void biasSums(FloatArray dz, Tensor bias, FloatArray sums, PhaseTasks tasks) {
    int outputs = bias.columns();
    tasks.add(
        "sums",
        "ParameterGradient to",
        bias,
        tasks.grids.elements((long) shapes.biasParts() * outputs),
        id ->
            tasks.graph.task(
                id,
                BiasActivation::sums,
                tasks.context,
                dz,
                window,
                sums,
                shapes.biasParts(),
                shapes.rowsPerPart(),
                outputs));
  }

  private void inputGradient(Op.InputGradient op, PhaseTasks tasks) {
    int inputs = op.inputGradient().columns();
    int outputs = op.outputGradient().columns();
    FloatArray dx = tasks.of(op.inputGradient());
    gemm.add(
        "product",
        "InputGradient to",
        op.inputGradient(),
        Product.inputGradient(
            tasks.of(op.outputGradient()),
            weights(op.weight(), tasks),
            dx,
            capacity,
            inputs,
            outputs),
        tasks);
    tasks.add(
        "slope",
        "InputGradient to",
        op.inputGradient(),
        tasks.grids.elements((long) capacity * inputs),
        id ->
            tasks.graph.task(
                id,
                BiasActivation::backward,
                tasks.context,
                window,
                tasks.orNothing(op.saved()),
                dx,
                capacity,
                inputs,
                KernelConstants.of(op.activation())));
  }
}
