package io.github.thalweg.engine.tornado;

import io.github.thalweg.engine.DeviceInfo;
import io.github.thalweg.engine.Kernels;
import io.github.thalweg.engine.OpTable;
import io.github.thalweg.engine.OpTable.Bound;
import io.github.thalweg.engine.prebuilt.Launches;
import io.github.thalweg.nn.Op;
import io.github.thalweg.program.Inference;
import io.github.thalweg.program.KernelNames;
import io.github.thalweg.program.SingleLayer;
import io.github.thalweg.program.StepOp;
import io.github.thalweg.program.TrainingProgram;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What carries out a program on a device in a style, operation by operation or several at once. */
final class ProgramKernels {
  private final TrainingProgram program;
  private final StepStyle style;
  private final String device;
  private final Launches launches;

  ProgramKernels(TrainingProgram program, StepStyle style, DeviceInfo device, GroupLimits limits) {
    this.program = program;
    this.style = style;
    this.device = device.id();
    launches = PrebuiltKernels.launches(device, limits);
  }

  /** Of the first half of a step. */
  List<Bound<KernelTasks>> gradient() {
    return withMean(table(SessionArrays.TRAIN).compile(program.gradient().ops()));
  }

  /** Of the second half of a step. */
  List<Bound<KernelTasks>> update() {
    return table(SessionArrays.UPDATE).compile(program.update().ops());
  }

  private List<Bound<KernelTasks>> withMean(List<Bound<KernelTasks>> bound) {
    List<Bound<KernelTasks>> all = new ArrayList<>(bound);
    all.add(new Bound<>(List.of(program.loss()), nextStep(program.loss())));
    return all;
  }

  /** Of a step, with what brings the next one behind it. */
  List<Bound<KernelTasks>> step() {
    OpTable<KernelTasks> table = table(SessionArrays.TRAIN);
    List<Op> ops = program.step().ops();
    switch (style) {
      case StepStyle.OpByOp _, StepStyle.Library _, StepStyle.InHalves _ -> {}
      case StepStyle.OnePass _ -> fuse(table, layer().ops(), onePass(layer()));
      case StepStyle.Loop(int items) -> fuse(table, ops, LoopTask.of(program, items));
      case StepStyle.LayerLoop _ -> fuse(table, ops, PrebuiltLoop.of(program, layer(), launches));
    }
    List<Bound<KernelTasks>> bound = table.compile(ops);
    return style.loops() ? bound : withMean(bound);
  }

  private SingleLayer layer() {
    return SingleLayer.of(program.step()).orElseThrow();
  }

  /** These operations, wherever the first of them stands, are carried out at once. */
  private static void fuse(OpTable<KernelTasks> table, List<Op> ops, KernelTasks tasks) {
    Bound<KernelTasks> whole = new Bound<>(ops, tasks);
    table.fuseFirst(
        (first, _) -> first.equals(ops.getFirst()) ? Optional.of(whole) : Optional.empty());
  }

  private KernelTasks onePass(SingleLayer layer) {
    return style.kernels() == Kernels.PREBUILT
        ? new PrebuiltKernels(launches).onePass(layer)
        : JitKernels.onePass(layer);
  }

  private KernelTasks nextStep(StepOp.LossAndGradient loss) {
    return style.kernels() == Kernels.PREBUILT
        ? new PrebuiltKernels(launches).nextStep(loss)
        : JitKernels.nextStep(loss);
  }

  /** Of an evaluation. */
  List<Bound<KernelTasks>> evaluation() {
    return table(SessionArrays.EVALUATE).compile(program.evaluation().ops());
  }

  /** Of a forward pass alone, which the kernels in Java serve. */
  static List<Bound<KernelTasks>> of(Inference inference, DeviceInfo device) {
    return JitKernels.table(device.id()).compile(inference.phase().ops());
  }

  private OpTable<KernelTasks> table(String graph) {
    OpTable<KernelTasks> java = JitKernels.table(device);
    if (style.ops() instanceof StepStyle.Library(Gemm gemm)) {
      return new LibraryKernels(gemm, new LibraryArrays(program).gathers(graph)).over(java);
    }
    return style.kernels() == Kernels.PREBUILT
        ? new PrebuiltKernels(launches).over(java)
        : java.fuse(JitKernels::layerGradients);
  }

  /** The kernels by name. */
  KernelNames names() {
    return new KernelNames(names(step()), names(evaluation()));
  }

  private static Map<Op, String> names(List<Bound<KernelTasks>> bound) {
    Map<Op, String> names = new HashMap<>();
    for (Bound<KernelTasks> tasks : bound) {
      for (Op op : tasks.ops()) {
        names.merge(op, tasks.work().kernels(), (first, second) -> first + ", " + second);
      }
    }
    return names;
  }
}
