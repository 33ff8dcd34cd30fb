package io.github.thalweg.engine.tornado.plan;

import io.github.thalweg.engine.DeviceInfo;
import io.github.thalweg.engine.Kernels;
import io.github.thalweg.engine.OpTable;
import io.github.thalweg.engine.OpTable.Bound;
import io.github.thalweg.engine.prebuilt.Launches;
import io.github.thalweg.engine.tornado.driver.GroupLimits;
import io.github.thalweg.engine.tornado.jit.JitKernels;
import io.github.thalweg.engine.tornado.jit.JitLosses;
import io.github.thalweg.engine.tornado.jit.LoopTask;
import io.github.thalweg.engine.tornado.products.PrebuiltKernels;
import io.github.thalweg.engine.tornado.products.PrebuiltLoop;
import io.github.thalweg.engine.tornado.tasks.KernelTasks;
import io.github.thalweg.engine.tornado.tasks.KernelTasks.Kernel;
import io.github.thalweg.engine.tornado.tasks.LibraryArrays;
import io.github.thalweg.engine.tornado.tasks.ProductLibrary;
import io.github.thalweg.engine.tornado.tasks.SessionArrays;
import io.github.thalweg.engine.tornado.tasks.StepStyle;
import io.github.thalweg.engine.tornado.vendor.LibraryKernels;
import io.github.thalweg.nn.Op;
import io.github.thalweg.program.Inference;
import io.github.thalweg.program.KernelNames;
import io.github.thalweg.program.SingleLayer;
import io.github.thalweg.program.StepOp;
import io.github.thalweg.program.TrainingProgram;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The kernels for a program on a device in a style; a kernel may combine several operations. */
public final class ProgramKernels {
  private static final String NO_KERNEL = "no kernel: other kernels read the rows in place";

  private final TrainingProgram program;
  private final StepStyle style;
  private final String device;
  private final Launches launches;

  public ProgramKernels(
      TrainingProgram program, StepStyle style, DeviceInfo device, GroupLimits limits) {
    this.program = program;
    this.style = style;
    this.device = device.id();
    launches = PrebuiltKernels.launches(device, limits);
  }

  /** The tasks of the first half of a step. */
  List<Bound<KernelTasks>> gradient() {
    return withMean(compiled(SessionArrays.TRAIN, program.gradient().ops()));
  }

  /** The tasks of the second half of a step. */
  List<Bound<KernelTasks>> update() {
    return compiled(SessionArrays.UPDATE, program.update().ops());
  }

  /** The tasks of a step, and the task that moves to the next step. */
  List<Bound<KernelTasks>> step() {
    List<Op> ops = program.step().ops();
    return switch (style) {
      case StepStyle.OpByOp _, StepStyle.Library _, StepStyle.InHalves _ ->
          withMean(compiled(SessionArrays.TRAIN, ops));
      case StepStyle.SingleLayerPass _ ->
          withMean(
              table(SessionArrays.TRAIN)
                  .fuse(new Bound<>(layer().ops(), onePass(layer())))
                  .compile(ops));
      case StepStyle.Loop(int items) -> List.of(new Bound<>(ops, LoopTask.of(program, items)));
      case StepStyle.LayerLoop _ ->
          List.of(new Bound<>(ops, PrebuiltLoop.of(program, layer(), launches)));
    };
  }

  /** The tasks of an evaluation. */
  List<Bound<KernelTasks>> evaluation() {
    return compiled(SessionArrays.EVALUATE, program.evaluation().ops());
  }

  /**
   * The kernels for operations in the graph of a phase. A graph that begins with a kernel in Java
   * has no hand-written kernels: TornadoVM would run the first kernel instead of them.
   */
  private List<Bound<KernelTasks>> compiled(String graph, List<Op> ops) {
    List<Bound<KernelTasks>> bound = table(graph).compile(ops);
    List<Kernel> kernels = bound.stream().flatMap(one -> one.work().kernels().stream()).toList();
    boolean mixed =
        kernels.stream().anyMatch(Kernel::isHandWritten) && !kernels.getFirst().isHandWritten();
    return mixed ? java().compile(ops) : bound;
  }

  private List<Bound<KernelTasks>> withMean(List<Bound<KernelTasks>> bound) {
    StepOp.LossAndGradient loss = program.loss();
    boolean handWritten =
        bound.stream()
            .flatMap(one -> one.work().kernels().stream())
            .anyMatch(Kernel::isHandWritten);
    List<Bound<KernelTasks>> all = new ArrayList<>(bound);
    all.add(
        new Bound<>(
            List.of(loss),
            handWritten ? new PrebuiltKernels(launches).nextStep(loss) : JitLosses.nextStep(loss)));
    return all;
  }

  private SingleLayer layer() {
    return SingleLayer.of(program.step()).orElseThrow();
  }

  private KernelTasks onePass(SingleLayer layer) {
    return style.kernels() == Kernels.PREBUILT
        ? new PrebuiltKernels(launches).onePass(layer)
        : JitLosses.onePass(layer);
  }

  /** The tasks of a forward pass, with the kernels in Java. */
  public static List<Bound<KernelTasks>> of(Inference inference, DeviceInfo device) {
    return JitKernels.table(device.id()).compile(inference.phase().ops());
  }

  private OpTable<KernelTasks> table(String graph) {
    OpTable<KernelTasks> single = JitKernels.table(device);
    if (style.ops() instanceof StepStyle.Library(ProductLibrary gemm)) {
      return new LibraryKernels(gemm, new LibraryArrays(program).gathers(graph)).over(single);
    }
    return style.kernels() == Kernels.PREBUILT
        ? new PrebuiltKernels(launches).over(single)
        : java();
  }

  private OpTable<KernelTasks> java() {
    return JitKernels.table(device).fuse(JitKernels::layerGradients);
  }

  /** The kernels by name. */
  public KernelNames names() {
    return new KernelNames(names(step()), names(evaluation()));
  }

  private static Map<Op, String> names(List<Bound<KernelTasks>> bound) {
    Map<Op, List<Kernel>> kernels = new LinkedHashMap<>();
    for (Bound<KernelTasks> tasks : bound) {
      for (Op op : tasks.ops()) {
        kernels.computeIfAbsent(op, _ -> new ArrayList<>()).addAll(tasks.work().kernels());
      }
    }
    Map<Op, String> names = new LinkedHashMap<>();
    kernels.forEach((op, its) -> names.put(op, its.isEmpty() ? NO_KERNEL : joined(its)));
    return names;
  }

  private static String joined(List<Kernel> kernels) {
    return kernels.stream().map(Kernel::toString).collect(Collectors.joining(", "));
  }
}
