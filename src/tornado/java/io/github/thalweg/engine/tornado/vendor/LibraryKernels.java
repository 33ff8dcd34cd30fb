package io.github.thalweg.engine.tornado.vendor;

import io.github.thalweg.engine.OpTable;
import io.github.thalweg.engine.tornado.jit.JitLosses;
import io.github.thalweg.engine.tornado.tasks.KernelConstants;
import io.github.thalweg.engine.tornado.tasks.KernelTasks;
import io.github.thalweg.engine.tornado.tasks.KernelTasks.Kernel;
import io.github.thalweg.engine.tornado.tasks.LibraryArrays;
import io.github.thalweg.engine.tornado.tasks.PhaseTasks;
import io.github.thalweg.engine.tornado.tasks.Product;
import io.github.thalweg.engine.tornado.tasks.ProductLibrary;
import io.github.thalweg.kernels.Activations;
import io.github.thalweg.kernels.BiasActivation;
import io.github.thalweg.kernels.Elements;
import io.github.thalweg.kernels.LayerArrays;
import io.github.thalweg.nn.Op;
import io.github.thalweg.nn.Role;
import io.github.thalweg.nn.Slope;
import io.github.thalweg.nn.Tensor;
import io.github.thalweg.program.StepOp;
import java.util.List;
import java.util.Optional;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;

/**
 * A vendor's library for the matrix products of the layers, and kernels in Java for the rest. The
 * library accepts only whole arrays of one shape. So the batch is gathered first, with zeros after
 * the rows of a smaller batch; weights are copied out of θ, and their gradients into g.
 */
public final class LibraryKernels {
  private final ProductLibrary gemm;
  private final boolean gathers;

  /**
   * For the graph of a phase.
   *
   * @param gathers whether its batch is copied
   */
  public LibraryKernels(ProductLibrary gemm, boolean gathers) {
    this.gemm = gemm;
    this.gathers = gathers;
  }

  /** Uses these kernels instead of others. */
  public OpTable<KernelTasks> over(OpTable<KernelTasks> others) {
    Kernel product = new Kernel("library", gemm.function());
    return others
        .serve(StepOp.LoadBatch.class, this::load)
        .serve(
            Op.Linear.class,
            op ->
                new KernelTasks(
                    List.of(
                        Kernel.jit("LayerArrays.weights"),
                        product,
                        Kernel.jit("BiasActivation.forward")),
                    tasks -> forward(op, tasks)))
        .serve(StepOp.LossAndGradient.class, LibraryKernels::loss)
        .serve(
            Op.ParameterGradient.class,
            op ->
                new KernelTasks(
                    List.of(
                        product,
                        Kernel.jit("BiasActivation.sums"),
                        Kernel.jit("LayerArrays.gradient")),
                    tasks -> parameterGradient(op, tasks)))
        .serve(
            Op.InputGradient.class,
            op ->
                new KernelTasks(
                    List.of(product, Kernel.jit("BiasActivation.backward")),
                    tasks -> inputGradient(op, tasks)));
  }

  private static KernelTasks loss(StepOp.LossAndGradient op) {
    return JitLosses.loss(op)
        .then(KernelTasks.jit("Elements.clearRest", tasks -> clearRest(op.gradient(), tasks)));
  }

  private KernelTasks load(StepOp.LoadBatch op) {
    return gathers
        ? KernelTasks.jit("Elements.activate", tasks -> gather(op.input(), tasks))
        : KernelTasks.NONE;
  }

  private static int offset(Optional<Tensor> bias) {
    return bias.map(Tensor::offset).orElse(-1);
  }

  private static FloatArray weights(Tensor weight, PhaseTasks tasks) {
    return tasks.floats(LibraryArrays.weights(tasks.name(), weight));
  }

  /** The batch's rows of a layer's input. */
  private FloatArray rows(Tensor input, PhaseTasks tasks) {
    return input.role() == Role.INPUT && gathers ? batch(tasks) : tasks.of(input);
  }

  private static LibraryArrays shapes(PhaseTasks tasks) {
    return tasks.arrays.libraryArrays().orElseThrow();
  }

  private static FloatArray batch(PhaseTasks tasks) {
    return tasks.arrays.allocation.floats(LibraryArrays.batch(tasks.name()));
  }

  private void forward(Op.Linear linear, PhaseTasks tasks) {
    int inputs = linear.input().columns();
    int outputs = linear.output().columns();
    copyWeights(linear.weight(), tasks);
    FloatArray x = rows(linear.input(), tasks);
    FloatArray y = tasks.of(linear.output());
    gemm.add(
        "product",
        "Linear to",
        linear.output(),
        Product.forward(x, weights(linear.weight(), tasks), y, tasks.capacity, inputs, outputs),
        tasks);
    tasks.add(
        "bias",
        "Linear to",
        linear.output(),
        tasks.grids.elements((long) tasks.capacity * outputs),
        id ->
            tasks.graph.task(
                id,
                BiasActivation::forward,
                tasks.context,
                tasks.arrays.theta(),
                tasks.window(),
                tasks.orNothing(linear.preActivation()),
                y,
                tasks.capacity,
                outputs,
                offset(linear.bias()),
                KernelConstants.of(linear.activation()),
                linear.preActivation().isPresent() ? 1 : 0));
  }

  private static void gather(Tensor input, PhaseTasks tasks) {
    tasks.add(
        "gather",
        "LoadBatch to",
        input,
        tasks.grids.elements((long) tasks.capacity * input.columns()),
        id ->
            tasks.graph.task(
                id,
                Elements::activate,
                tasks.context,
                tasks.of(input),
                tasks.order(),
                tasks.window(),
                batch(tasks),
                PhaseTasks.inData(input),
                tasks.shuffled(),
                tasks.capacity,
                input.columns(),
                Activations.NONE));
  }

  private static void copyWeights(Tensor weight, PhaseTasks tasks) {
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

  private static void clearRest(Tensor gradient, PhaseTasks tasks) {
    tasks.add(
        "rest",
        "LossAndGradient to",
        gradient,
        tasks.grids.elements(gradient.size()),
        id ->
            tasks.graph.task(
                id,
                Elements::clearRest,
                tasks.context,
                tasks.window(),
                tasks.of(gradient),
                tasks.capacity,
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
        Product.parameterGradient(dz, x, ofWeights, tasks.capacity, inputs, outputs),
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
                shapes(tasks).biasParts(),
                inputs,
                outputs,
                op.weightGradient().offset(),
                offset(op.biasGradient())));
  }

  private static void biasSums(FloatArray dz, Tensor bias, FloatArray sums, PhaseTasks tasks) {
    int outputs = bias.columns();
    tasks.add(
        "sums",
        "ParameterGradient to",
        bias,
        tasks.grids.elements((long) shapes(tasks).biasParts() * outputs),
        id ->
            tasks.graph.task(
                id,
                BiasActivation::sums,
                tasks.context,
                dz,
                tasks.window(),
                sums,
                shapes(tasks).biasParts(),
                shapes(tasks).rowsPerPart(),
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
            tasks.capacity,
            inputs,
            outputs),
        tasks);
    tasks.add(
        "slope",
        "InputGradient to",
        op.inputGradient(),
        tasks.grids.elements((long) tasks.capacity * inputs),
        id ->
            tasks.graph.task(
                id,
                BiasActivation::backward,
                tasks.context,
                tasks.window(),
                tasks.orNothing(op.slope().map(Slope::saved)),
                dx,
                tasks.capacity,
                inputs,
                KernelConstants.of(op.slope().map(Slope::activation))));
  }
}
