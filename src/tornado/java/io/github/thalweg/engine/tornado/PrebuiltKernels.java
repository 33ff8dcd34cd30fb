package io.github.thalweg.engine.tornado;

import io.github.thalweg.engine.DeviceInfo;
import io.github.thalweg.engine.prebuilt.CpuLaunches;
import io.github.thalweg.engine.prebuilt.GpuLaunches;
import io.github.thalweg.engine.prebuilt.Launch;
import io.github.thalweg.engine.prebuilt.Launches;
import io.github.thalweg.program.Op;
import io.github.thalweg.program.Phase;
import io.github.thalweg.program.Role;
import io.github.thalweg.program.SingleLayer;
import io.github.thalweg.program.Tensor;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/**
 * The hand-written kernels, of kernels/opencl and kernels/cuda. The norm of g and the metrics of an
 * evaluation have none, and are computed by those in Java.
 */
final class PrebuiltKernels implements KernelFamily {
  /** Where a kernel finds the rows of a batch, as in arrays.cl. */
  private static final int BATCH = 0;

  static final int DATA = 1;
  private static final int ORDER = 2;

  private static final List<String> BACKENDS = List.of("opencl", "ptx", "cuda");

  private final Launches launches;
  private final SourceFiles sources;
  private final JitKernels java;
  private final int capacity;
  private final IntArray window;
  private final IntArray order;
  private final int dataSource;
  private final int parts;
  private final int lossParts;

  /** Of the first task, whose text serves all of the graph. */
  private Optional<Launch> first = Optional.empty();

  /** For the graph of a phase. */
  PrebuiltKernels(
      String graph, Phase phase, SessionArrays arrays, Launches launches, SourceFiles sources) {
    this.sources = sources;
    this.launches = launches;
    java = new JitKernels(graph, phase, arrays);
    capacity = phase.capacity();
    window = arrays.window(graph);
    dataSource = arrays.shuffled(graph) ? ORDER : DATA;
    // A kernel that does not read the order takes another array in its place.
    order = arrays.shuffled(graph) ? arrays.order() : window;
    parts = arrays.gradientParts();
    lossParts = arrays.lossParts();
  }

  /** The launches that suit a device. */
  static Launches launches(DeviceInfo device, GroupLimits limits) {
    return isCpu(device)
        ? new CpuLaunches(device.computeUnits())
        : new GpuLaunches(limits.memoryBytes());
  }

  private static boolean isCpu(DeviceInfo device) {
    return device.type().equals("cpu");
  }

  /** Why a device does not run any of them, in a sentence, if so. */
  static Optional<String> refusal(DeviceInfo device, GroupLimits limits) {
    if (!BACKENDS.contains(device.backend())) {
      return Optional.of(
          "There are no hand-written kernels for "
              + device.backend()
              + " devices such as "
              + device.id()
              + ", only for "
              + String.join(", ", BACKENDS)
              + "; use --kernels jit.");
    }
    if (device.backend().equals("ptx") && !Launch.hasPtx()) {
      return Optional.of(
          "The hand-written kernels for PTX devices such as "
              + device.id()
              + " were not built, because there was no nvcc: install NVIDIA's CUDA toolkit and build Thalweg anew, or"
              + " use --kernels jit.");
    }
    if (isCpu(device) || GpuLaunches.fit(limits.items(), limits.memoryBytes())) {
      return Optional.empty();
    }
    return Optional.of(
        String.format(
            Locale.ROOT,
            "The hand-written kernels need work groups of %,d work items with %,d bytes of local"
                + " memory; those of %s (%s) have %,d and %,d at most: use --kernels jit.",
            GpuLaunches.ITEMS,
            GpuLaunches.TILE_BYTES,
            device.id(),
            device.name(),
            limits.items(),
            Math.max(0, limits.memoryBytes())));
  }

  @Override
  public void add(FusedOp op, PhaseTasks tasks) {
    switch (op) {
      case FusedOp.Forward(var linear) -> linear(linear, tasks);
      case FusedOp.Loss(var loss, var slope) -> loss(loss, slope, tasks);
      case FusedOp.OnePass(var layer) -> onePass(layer, tasks);
      case FusedOp.Backward(var parameters, var input) -> gradients(parameters, input, tasks);
      case FusedOp.Update(var update, var clip) -> update(update, clip, tasks);
      case FusedOp.NextStep(var loss) -> nextStep(loss, tasks);
      case FusedOp.Norm _, FusedOp.Metrics _ -> java.add(op, tasks);
    }
  }

  private PrebuiltTask task(Launch launch) {
    if (first.isEmpty()) {
      first = Optional.of(launch);
    }
    return new PrebuiltTask(launch.beside(first.get()));
  }

  private void onePass(SingleLayer layer, PhaseTasks tasks) {
    Launches.SingleLayer shape = shape(layer);
    Op.Linear linear = layer.linear();
    tasks.add(
        "pass",
        "Linear, LossAndGradient and ParameterGradient to",
        layer.parameter().weightGradient(),
        task(launches.singleLayer(capacity, shape))
            .reads(tasks.of(linear.input()), tasks.of(layer.loss().target()), order, window)
            .reads(tasks.of(linear.weight()))
            .changes(tasks.orNothing(linear.preActivation()), tasks.of(linear.output()))
            .changes(tasks.of(layer.loss().gradient()))
            .changes(tasks.of(layer.parameter().weightGradient()), tasks.floats("row losses"))
            .ints(capacity, tasks.arrays.parameterCount(), linear.weight().offset())
            .ints(offset(linear.bias()))
            .floats(KernelConstants.delta(layer.loss().function()))
            .ints(shape.inputs(), shape.outputs(), shape.activation(), shape.loss())
            .ints(shape.gathered() ? 1 : 0),
        sources);
  }

  static Launches.SingleLayer shape(SingleLayer layer) {
    return new Launches.SingleLayer(
        layer.linear().input().columns(),
        layer.linear().output().columns(),
        KernelConstants.of(layer.linear().activation()),
        KernelConstants.of(layer.loss().function()),
        layer.load().gathered());
  }

  static int offset(Optional<Tensor> bias) {
    return bias.map(Tensor::offset).orElse(-1);
  }

  private int source(Tensor input) {
    return input.role() == Role.INPUT ? dataSource : BATCH;
  }

  private void linear(Op.Linear linear, PhaseTasks tasks) {
    int inputs = linear.input().columns();
    int outputs = linear.output().columns();
    tasks.add(
        "linear",
        "Linear to",
        linear.output(),
        task(launches.linear(capacity, outputs))
            .reads(tasks.of(linear.input()), order, tasks.of(linear.weight()), window)
            .changes(tasks.orNothing(linear.preActivation()), tasks.of(linear.output()))
            .ints(source(linear.input()), capacity, inputs, outputs)
            .ints(linear.weight().offset(), offset(linear.bias()))
            .ints(KernelConstants.of(linear.activation()))
            .ints(linear.preActivation().isPresent() ? 1 : 0),
        sources);
  }

  private void loss(
      Op.LossAndGradient loss, Optional<Op.ActivationGradient> slope, PhaseTasks tasks) {
    tasks.add(
        "loss",
        "LossAndGradient to",
        loss.gradient(),
        task(launches.lossAndGradient(lossParts))
            .reads(tasks.of(loss.output()), tasks.of(loss.target()), order, window)
            .reads(tasks.orNothing(slope.map(Op.ActivationGradient::saved)))
            .changes(tasks.floats("row losses"), tasks.of(loss.gradient()))
            .ints(dataSource, capacity, lossParts, loss.output().columns())
            .ints(KernelConstants.of(loss.function()))
            .floats(KernelConstants.delta(loss.function()))
            .ints(KernelConstants.of(slope.map(Op.ActivationGradient::activation))),
        sources);
  }

  private void gradients(
      Op.ParameterGradient op, Optional<Op.InputGradient> ofInput, PhaseTasks tasks) {
    int inputs = op.input().columns();
    int outputs = op.outputGradient().columns();
    int inputGroups = ofInput.isPresent() ? launches.inputGroups(capacity, inputs) : 0;
    PrebuiltTask task =
        task(launches.layerGradients(parts, inputs, outputs, inputGroups))
            .reads(tasks.of(op.outputGradient()), tasks.of(op.input()), order, window)
            .changes(tasks.of(op.weightGradient()));
    ofInput.ifPresent(input ->
        task.reads(tasks.of(input.weight()), tasks.orNothing(input.saved()))
            .changes(tasks.of(input.inputGradient())));
    task.ints(source(op.input()), capacity, inputs, outputs)
        .ints(op.weightGradient().offset(), offset(op.biasGradient()))
        .ints(tasks.arrays.parameterCount(), parts)
        .ints(KernelConstants.of(ofInput.flatMap(Op.InputGradient::activation)), inputGroups);
    if (ofInput.isPresent()) {
      Tensor result = ofInput.get().inputGradient();
      tasks.add("gradients", "ParameterGradient and InputGradient to", result, task, sources);
    } else {
      tasks.add("gradient", "ParameterGradient to", op.weightGradient(), task, sources);
    }
  }

  private void update(Op.Update update, Optional<Op.ClipGradient> clip, PhaseTasks tasks) {
    int count = update.theta().columns();
    PrebuiltRule rule = PrebuiltRule.of(update.optimizer(), count);
    PrebuiltTask task =
        task(launches.update(rule.operation(), count))
            .changes(tasks.of(update.theta()), tasks.of(update.gradient()));
    if (rule.hasState()) {
      task.changes(tasks.of(update.state()));
    }
    task.reads(tasks.arrays.rates(), tasks.orNothing(clip.map(Op.ClipGradient::norm)))
        .ints(count, parts)
        .floats(clip.map(Op.ClipGradient::maximum).orElse(0.0))
        .ints(rule.array());
    tasks.add("update", "Update of", update.theta(), task, sources);
  }

  private void nextStep(Op.LossAndGradient loss, PhaseTasks tasks) {
    tasks.add(
        "mean",
        "LossAndGradient to",
        loss.loss(),
        task(launches.meanLoss())
            .reads(tasks.floats("row losses"))
            .changes(window, tasks.arrays.rates())
            .changes(tasks.floats("losses"))
            .ints(lossParts, loss.target().columns()),
        sources);
  }
}
