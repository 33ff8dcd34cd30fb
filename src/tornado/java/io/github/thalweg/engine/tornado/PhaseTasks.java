package io.github.thalweg.engine.tornado;

import io.github.thalweg.engine.DeviceInfo;
import io.github.thalweg.kernels.ActivationGradient;
import io.github.thalweg.kernels.Adam;
import io.github.thalweg.kernels.ClipGradient;
import io.github.thalweg.kernels.InputGradient;
import io.github.thalweg.kernels.Linear;
import io.github.thalweg.kernels.LoadBatch;
import io.github.thalweg.kernels.LossAndGradient;
import io.github.thalweg.kernels.MeanLoss;
import io.github.thalweg.kernels.ParameterGradient;
import io.github.thalweg.kernels.RmsProp;
import io.github.thalweg.kernels.RowMetrics;
import io.github.thalweg.kernels.Sgd;
import io.github.thalweg.optim.Optimizer;
import io.github.thalweg.program.Op;
import io.github.thalweg.program.Phase;
import io.github.thalweg.program.Role;
import io.github.thalweg.program.Tensor;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.exceptions.TornadoInternalError;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/**
 * Turns the operations of a phase into tasks of a graph. Shapes, offsets in θ and g, and the kinds
 * of activations and losses are scalar arguments, which TornadoVM bakes into the kernels. All
 * kernels are {@code @Parallel} loops or run on one thread, so that no task needs a grid.
 */
final class PhaseTasks {
  private final String name;
  private final Phase phase;
  private final SessionArrays arrays;
  private final TaskGraph graph;
  private final IntArray window;
  private final Map<String, String> operations = new LinkedHashMap<>();
  private final Set<FloatArray> intermediates = new LinkedHashSet<>();

  /** What the task that was added last computes. */
  private String latest = "";

  private PhaseTasks(String name, Phase phase, SessionArrays arrays, TaskGraph graph) {
    this.name = name;
    this.phase = phase;
    this.arrays = arrays;
    this.graph = graph;
    this.window = arrays.window(name);
  }

  /**
   * Adds the tasks of a phase to the graph of this name.
   *
   * @throws io.github.thalweg.RunFailedException when TornadoVM cannot compile a kernel
   */
  static PhaseTasks add(
      String name, Phase phase, SessionArrays arrays, TaskGraph graph, DeviceInfo device) {
    PhaseTasks tasks = new PhaseTasks(name, phase, arrays, graph);
    for (Op op : phase.ops()) {
      try {
        tasks.add(op);
      } catch (TornadoInternalError | RuntimeException failure) {
        throw Failures.operation("The operation " + tasks.latest, device, failure);
      }
    }
    return tasks;
  }

  /** By task id what the task computes, in the order of the tasks. */
  Map<String, String> operations() {
    return operations;
  }

  /** The arrays that only this graph uses, and that live on the device from step to step. */
  Object[] intermediates() {
    return intermediates.toArray();
  }

  private void add(Op op) {
    switch (op) {
      case Op.LoadBatch load -> loadBatch(load);
      case Op.Linear linear -> linear(linear);
      case Op.LossAndGradient loss -> loss(loss);
      case Op.ActivationGradient gradient -> activationGradient(gradient);
      case Op.ParameterGradient gradient -> parameterGradient(gradient);
      case Op.InputGradient gradient -> inputGradient(gradient);
      case Op.ClipGradient clip -> clip(clip);
      case Op.Update update -> update(update);
      case Op.RowMetrics metrics -> rowMetrics(metrics);
    }
  }

  private String id(String kernel, String operation, Tensor result) {
    String id = kernel + "_" + result.name().replace('.', '_');
    latest = operation + " " + result.name();
    operations.put(id, latest);
    return id;
  }

  private FloatArray of(Tensor tensor) {
    FloatArray array = arrays.of(name, tensor);
    boolean held = tensor.role() == Role.PARAMETER || arrays.windowed(name, tensor) == 1;
    return held ? array : intermediate(array);
  }

  private FloatArray orNothing(Optional<Tensor> tensor) {
    return tensor.map(this::of).orElseGet(() -> intermediate("nothing"));
  }

  private FloatArray intermediate(String array) {
    return intermediate(arrays.allocation.floats(array));
  }

  private FloatArray intermediate(FloatArray array) {
    intermediates.add(array);
    return array;
  }

  private static int offset(Optional<Tensor> bias) {
    return bias.map(Tensor::offset).orElse(-1);
  }

  private void loadBatch(Op.LoadBatch load) {
    if (load.gathered()) {
      graph.task(
          id("gather", "LoadBatch to", load.input()),
          LoadBatch::gather,
          arrays.features(SessionArrays.TRAIN),
          arrays.targets(SessionArrays.TRAIN),
          arrays.order(),
          window,
          of(load.input()),
          of(load.target()),
          phase.capacity(),
          load.input().columns(),
          load.target().columns());
    }
  }

  private void linear(Op.Linear linear) {
    graph.task(
        id("linear", "Linear to", linear.output()),
        Linear::forward,
        of(linear.input()),
        of(linear.weight()),
        window,
        orNothing(linear.preActivation()),
        of(linear.output()),
        arrays.windowed(name, linear.input()),
        phase.capacity(),
        linear.input().columns(),
        linear.output().columns(),
        linear.weight().offset(),
        offset(linear.bias()),
        KernelConstants.of(linear.activation()),
        linear.preActivation().isPresent() ? 1 : 0);
  }

  private void loss(Op.LossAndGradient loss) {
    FloatArray rowLosses = intermediate("row losses");
    graph.task(
        id("loss", "LossAndGradient to", loss.gradient()),
        LossAndGradient::lossAndGradient,
        of(loss.output()),
        of(loss.target()),
        window,
        rowLosses,
        of(loss.gradient()),
        arrays.windowed(name, loss.target()),
        phase.capacity(),
        loss.output().columns(),
        KernelConstants.of(loss.function()),
        KernelConstants.delta(loss.function()));
    FloatArray ring = intermediate("losses");
    int columns = loss.target().columns();
    int chunks = Math.ceilDiv(phase.capacity(), MeanLoss.CHUNK);
    if (chunks == 1) {
      String mean = id("mean", "LossAndGradient to", loss.loss());
      graph.task(mean, MeanLoss::meanOfRows, rowLosses, window, ring, columns);
      return;
    }
    FloatArray partials = intermediate("loss partials");
    String sums = id("sums", "LossAndGradient to", loss.loss());
    graph.task(sums, MeanLoss::partialSums, rowLosses, window, partials, chunks);
    String mean = id("mean", "LossAndGradient to", loss.loss());
    graph.task(mean, MeanLoss::meanOfPartials, partials, window, ring, chunks, columns);
  }

  private void activationGradient(Op.ActivationGradient op) {
    graph.task(
        id("activation", "ActivationGradient to", op.gradient()),
        ActivationGradient::backward,
        of(op.saved()),
        window,
        of(op.gradient()),
        phase.capacity(),
        op.gradient().columns(),
        KernelConstants.of(op.activation()));
  }

  private void parameterGradient(Op.ParameterGradient op) {
    Tensor weight = op.weightGradient();
    int parts = Math.ceilDiv(phase.capacity(), ParameterGradient.ROWS_PER_PART);
    boolean direct = parts == 1;
    int weights = Math.toIntExact(weight.size());
    int size = weights + op.biasGradient().map(Tensor::columns).orElse(0);
    int biasInParts = op.biasGradient().isPresent() ? weights : -1;
    FloatArray sums = direct ? intermediate(arrays.gradient()) : intermediate("gradient parts");
    graph.task(
        id("gradient", "ParameterGradient to", weight),
        ParameterGradient::sums,
        of(op.outputGradient()),
        of(op.input()),
        window,
        sums,
        arrays.windowed(name, op.input()),
        parts,
        op.input().columns(),
        op.outputGradient().columns(),
        direct ? weight.offset() : 0,
        direct ? offset(op.biasGradient()) : biasInParts,
        size);
    if (!direct) {
      String add = id("add", "ParameterGradient to", weight);
      graph.task(
          add,
          ParameterGradient::addParts,
          sums,
          intermediate(arrays.gradient()),
          parts,
          size,
          weight.offset());
    }
  }

  private void inputGradient(Op.InputGradient op) {
    graph.task(
        id("input", "InputGradient to", op.inputGradient()),
        InputGradient::backward,
        of(op.outputGradient()),
        of(op.weight()),
        window,
        orNothing(op.saved()),
        of(op.inputGradient()),
        phase.capacity(),
        op.inputGradient().columns(),
        op.outputGradient().columns(),
        op.weight().offset(),
        KernelConstants.of(op.activation()));
  }

  private void clip(Op.ClipGradient clip) {
    FloatArray g = intermediate(arrays.gradient());
    FloatArray partials = intermediate("norm partials");
    FloatArray norm = of(clip.norm());
    int count = clip.gradient().columns();
    int chunks = Math.ceilDiv(count, ClipGradient.CHUNK);
    String squares = id("squares", "ClipGradient to", clip.norm());
    graph.task(squares, ClipGradient::partialSquares, g, partials, count, chunks);
    String root = id("root", "ClipGradient to", clip.norm());
    graph.task(root, ClipGradient::gradientNorm, partials, norm, chunks);
    String scale = id("scale", "ClipGradient to", clip.gradient());
    graph.task(scale, ClipGradient::scale, norm, g, count, (float) clip.maximum());
  }

  private void update(Op.Update update) {
    FloatArray theta = arrays.theta();
    FloatArray g = intermediate(arrays.gradient());
    FloatArray state = arrays.state();
    FloatArray rates = arrays.allocation.floats("rates");
    int count = update.theta().columns();
    String id = id("update", "Update of", update.theta());
    switch (update.optimizer()) {
      case Optimizer.Sgd sgd when sgd.momentum() == 0 ->
          graph.task(id, Sgd::update, theta, g, rates, count, (float) sgd.weightDecay());
      case Optimizer.Sgd sgd ->
          graph.task(
              id,
              Sgd::momentumUpdate,
              theta,
              g,
              state,
              rates,
              count,
              (float) sgd.weightDecay(),
              (float) sgd.momentum(),
              sgd.nesterov() ? 1 : 0);
      case Optimizer.Adam adam ->
          graph.task(
              id,
              Adam::update,
              theta,
              g,
              state,
              rates,
              count,
              (float) adam.beta1(),
              (float) (1 - adam.beta1()),
              (float) adam.beta2(),
              (float) (1 - adam.beta2()),
              (float) adam.epsilon(),
              (float) adam.weightDecay(),
              adam.decoupledDecay() ? 1 : 0);
      case Optimizer.RmsProp rms ->
          graph.task(
              id,
              RmsProp::update,
              theta,
              g,
              state,
              rates,
              count,
              (float) rms.alpha(),
              (float) (1 - rms.alpha()),
              (float) rms.epsilon(),
              (float) rms.weightDecay(),
              (float) rms.momentum(),
              rms.centered() ? 1 : 0,
              rms.momentum() > 0 ? 2 * count : count);
    }
  }

  private void rowMetrics(Op.RowMetrics op) {
    graph.task(
        id("metrics", "RowMetrics to", op.rowMetrics()),
        RowMetrics::metrics,
        of(op.output()),
        of(op.target()),
        window,
        of(op.rowMetrics()),
        phase.capacity(),
        op.output().columns(),
        KernelConstants.of(op.function()),
        KernelConstants.delta(op.function()));
  }
}
