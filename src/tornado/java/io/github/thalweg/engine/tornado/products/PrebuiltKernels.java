package io.github.thalweg.engine.tornado.products;

import io.github.thalweg.engine.DeviceInfo;
import io.github.thalweg.engine.OpTable;
import io.github.thalweg.engine.OpTable.Bound;
import io.github.thalweg.engine.prebuilt.CpuLaunches;
import io.github.thalweg.engine.prebuilt.GpuLaunches;
import io.github.thalweg.engine.prebuilt.Launch;
import io.github.thalweg.engine.prebuilt.Launches;
import io.github.thalweg.engine.tornado.driver.GroupLimits;
import io.github.thalweg.engine.tornado.jit.JitUpdates;
import io.github.thalweg.engine.tornado.tasks.KernelConstants;
import io.github.thalweg.engine.tornado.tasks.KernelTasks;
import io.github.thalweg.engine.tornado.tasks.PhaseTasks;
import io.github.thalweg.engine.tornado.tasks.PrebuiltTask;
import io.github.thalweg.engine.tornado.tasks.UpdateRule;
import io.github.thalweg.nn.Activation;
import io.github.thalweg.nn.Op;
import io.github.thalweg.nn.Role;
import io.github.thalweg.nn.Slope;
import io.github.thalweg.nn.Tensor;
import io.github.thalweg.program.ClippedUpdate;
import io.github.thalweg.program.LayerGradients;
import io.github.thalweg.program.SingleLayer;
import io.github.thalweg.program.StepOp;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The hand-written kernels of kernels/opencl and kernels/cuda. For the norm of g and the metrics of
 * an evaluation there are only kernels in Java.
 */
public final class PrebuiltKernels {
  /** Where a kernel finds the rows of a batch, as in arrays.cl. */
  private static final int BATCH = 0;

  public static final int DATA = 1;
  private static final int ORDER = 2;

  private static final List<String> BACKENDS = List.of("opencl", "ptx", "cuda");

  private final Launches launches;

  public PrebuiltKernels(Launches launches) {
    this.launches = launches;
  }

  /** The launches that suit a device. */
  public static Launches launches(DeviceInfo device, GroupLimits limits) {
    return isCpu(device)
        ? new CpuLaunches(device.computeUnits())
        : new GpuLaunches(limits.memoryBytes());
  }

  private static boolean isCpu(DeviceInfo device) {
    return device.type().equals("cpu");
  }

  /** A sentence with the reason, if a device cannot run these kernels. */
  public static Optional<String> refusal(DeviceInfo device, GroupLimits limits) {
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
              + " were not built, because nvcc is missing: install NVIDIA's CUDA toolkit and build Thalweg again, or"
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

  /** Uses these kernels instead of others. */
  public OpTable<KernelTasks> over(OpTable<KernelTasks> others) {
    return others
        .serve(
            Op.Linear.class,
            op -> KernelTasks.prebuilt("linearForward", tasks -> linear(op, tasks)))
        .serve(
            StepOp.LossAndGradient.class,
            op -> KernelTasks.prebuilt("lossAndGradient", tasks -> loss(op, tasks)))
        .serve(
            Op.ParameterGradient.class,
            op ->
                KernelTasks.prebuilt(
                    "layerGradients", tasks -> gradients(op, Optional.empty(), tasks)))
        .serve(StepOp.Update.class, op -> update(op, Optional.empty()))
        .fuse((first, later) ->
            LayerGradients.of(first, later)
                .map(both ->
                    new Bound<>(
                        both.ops(),
                        KernelTasks.prebuilt(
                            "layerGradients",
                            tasks ->
                                gradients(both.parameters(), Optional.of(both.input()), tasks)))))
        .fuse((first, later) ->
            ClippedUpdate.of(first, later)
                .map(both ->
                    new Bound<>(
                        both.ops(),
                        JitUpdates.norm(both.clip())
                            .then(update(both.update(), Optional.of(both.clip()))))));
  }

  /** Everything from the batch to the gradient for a model of one layer: every row is read once. */
  public KernelTasks onePass(SingleLayer layer) {
    return KernelTasks.prebuilt("singleLayerParts", tasks -> onePass(layer, tasks));
  }

  /** The mean loss of the step; then the window and the rates change to the next step. */
  public KernelTasks nextStep(StepOp.LossAndGradient loss) {
    return KernelTasks.prebuilt("meanAndNextStep", tasks -> nextStep(loss, tasks));
  }

  private KernelTasks update(StepOp.Update update, Optional<StepOp.ClipGradient> clip) {
    UpdateRule rule = UpdateRule.of(update.optimizer());
    return KernelTasks.prebuilt(
        rule.operation().function(), tasks -> update(update, clip, rule, tasks));
  }

  private void onePass(SingleLayer layer, PhaseTasks tasks) {
    Launches.SingleLayer shape = shape(layer);
    Op.Linear linear = layer.linear();
    tasks.add(
        "pass",
        "Linear, LossAndGradient and ParameterGradient to",
        layer.parameter().weightGradient(),
        tasks
            .prebuilt(launches.singleLayer(tasks.capacity, shape))
            .reads(tasks.of(linear.input()), tasks.arrays.targets())
            .reads(tasks.order(), tasks.window())
            .reads(tasks.of(linear.weight()))
            .changes(tasks.orNothing(linear.preActivation()), tasks.of(linear.output()))
            .changes(tasks.of(layer.loss().gradient()))
            .changes(tasks.of(layer.parameter().weightGradient()), tasks.floats("row losses"))
            .ints(tasks.capacity, tasks.arrays.parameterCount(), linear.weight().offset())
            .ints(offset(linear.bias()))
            .floats(KernelConstants.delta(layer.loss().function()))
            .ints(shape.inputs(), shape.outputs(), shape.activation(), shape.loss())
            .ints(shape.gathered() ? 1 : 0));
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

  private static int source(Tensor input, PhaseTasks tasks) {
    return input.role() == Role.INPUT ? dataSource(tasks) : BATCH;
  }

  private static int dataSource(PhaseTasks tasks) {
    return tasks.shuffled() == 1 ? ORDER : DATA;
  }

  private void linear(Op.Linear linear, PhaseTasks tasks) {
    int inputs = linear.input().columns();
    int outputs = linear.output().columns();
    tasks.add(
        "linear",
        "Linear to",
        linear.output(),
        tasks
            .prebuilt(launches.linear(tasks.capacity, outputs))
            .reads(tasks.of(linear.input()), tasks.order())
            .reads(tasks.of(linear.weight()), tasks.window())
            .changes(tasks.orNothing(linear.preActivation()), tasks.of(linear.output()))
            .ints(source(linear.input(), tasks), tasks.capacity, inputs, outputs)
            .ints(linear.weight().offset(), offset(linear.bias()))
            .ints(KernelConstants.of(linear.activation()))
            .ints(linear.preActivation().isPresent() ? 1 : 0));
  }

  private void loss(StepOp.LossAndGradient loss, PhaseTasks tasks) {
    int lossParts = tasks.arrays.lossParts();
    tasks.add(
        "loss",
        "LossAndGradient to",
        loss.gradient(),
        tasks
            .prebuilt(launches.lossAndGradient(lossParts))
            .reads(tasks.of(loss.output()), tasks.arrays.targets())
            .reads(tasks.order(), tasks.window())
            .reads(tasks.orNothing(loss.slope().map(Slope::saved)))
            .changes(tasks.floats("row losses"), tasks.of(loss.gradient()))
            .ints(dataSource(tasks), tasks.capacity, lossParts, loss.output().columns())
            .ints(KernelConstants.of(loss.function()))
            .floats(KernelConstants.delta(loss.function()))
            .ints(KernelConstants.of(loss.slope().map(Slope::activation))));
  }

  private void gradients(
      Op.ParameterGradient op, Optional<Op.InputGradient> ofInput, PhaseTasks tasks) {
    int parts = tasks.gradientParts();
    int inputs = op.input().columns();
    int outputs = op.outputGradient().columns();
    int inputGroups = ofInput.isPresent() ? launches.inputGroups(tasks.capacity, inputs) : 0;
    PrebuiltTask task =
        tasks
            .prebuilt(launches.layerGradients(parts, inputs, outputs, inputGroups))
            .reads(tasks.of(op.outputGradient()), tasks.of(op.input()))
            .reads(tasks.order(), tasks.window())
            .changes(tasks.of(op.weightGradient()));
    ofInput.ifPresent(input ->
        task.reads(tasks.of(input.weight()), tasks.orNothing(input.slope().map(Slope::saved)))
            .changes(tasks.of(input.inputGradient())));
    Optional<Activation> activation =
        ofInput.flatMap(Op.InputGradient::slope).map(Slope::activation);
    task.ints(source(op.input(), tasks), tasks.capacity, inputs, outputs)
        .ints(op.weightGradient().offset(), offset(op.biasGradient()))
        .ints(tasks.arrays.parameterCount(), parts)
        .ints(KernelConstants.of(activation), inputGroups);
    if (ofInput.isPresent()) {
      Tensor result = ofInput.get().inputGradient();
      tasks.add("gradients", "ParameterGradient and InputGradient to", result, task);
    } else {
      tasks.add("gradient", "ParameterGradient to", op.weightGradient(), task);
    }
  }

  private void update(
      StepOp.Update update, Optional<StepOp.ClipGradient> clip, UpdateRule rule, PhaseTasks tasks) {
    int count = update.theta().columns();
    PrebuiltTask task =
        tasks
            .prebuilt(launches.update(rule.operation(), count))
            .changes(tasks.of(update.theta()), tasks.of(update.gradient()));
    if (rule.hasState()) {
      task.changes(tasks.of(update.state()));
    }
    task.reads(tasks.rates(), tasks.orNothing(clip.map(StepOp.ClipGradient::norm)))
        .ints(count, tasks.gradientParts())
        .floats(clip.map(StepOp.ClipGradient::maximum).orElse(0.0))
        .ints(rule.scalars(count));
    tasks.add("update", "Update of", update.theta(), task);
  }

  private void nextStep(StepOp.LossAndGradient loss, PhaseTasks tasks) {
    tasks.add(
        "mean",
        "LossAndGradient to",
        loss.loss(),
        tasks
            .prebuilt(launches.meanLoss())
            .reads(tasks.floats("row losses"))
            .changes(tasks.window(), tasks.rates())
            .changes(tasks.floats("losses"))
            .ints(tasks.arrays.lossParts(), loss.target().columns()));
  }
}
