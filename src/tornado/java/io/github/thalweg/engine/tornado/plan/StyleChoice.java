package io.github.thalweg.engine.tornado.plan;

import io.github.thalweg.engine.DeviceInfo;
import io.github.thalweg.engine.Kernels;
import io.github.thalweg.engine.Precision;
import io.github.thalweg.engine.prebuilt.Launches;
import io.github.thalweg.engine.tornado.driver.GroupLimits;
import io.github.thalweg.engine.tornado.jit.JitLosses;
import io.github.thalweg.engine.tornado.products.PrebuiltKernels;
import io.github.thalweg.engine.tornado.tasks.StepStyle;
import io.github.thalweg.engine.tornado.vendor.CuBlas;
import io.github.thalweg.kernels.ParameterGradient;
import io.github.thalweg.nn.Op;
import io.github.thalweg.nn.Role;
import io.github.thalweg.program.DenseChain;
import io.github.thalweg.program.Phase;
import io.github.thalweg.program.SingleLayer;
import io.github.thalweg.program.TrainingProgram;
import java.util.Optional;

/** The style in which a device takes the steps of a program. */
public final class StyleChoice {
  /**
   * The most multiplications in a step for which one core of a CPU is faster than all cores with a
   * launch for every kernel. In {@code StyleTimes} on PoCL with two cores, a loop takes 0.15 µs for
   * a thousand multiplications; separate kernels take half of that, and 0.25 ms for their launches.
   */
  static final int CPU_LOOP = 4_000_000;

  /** The same for {@link StepStyle.LayerLoop}, whose steps are faster. */
  static final int CPU_LAYER_LOOP = 4_000_000;

  /** The same for one of many multiprocessors of a GPU; not measured. */
  static final int GPU_LOOP = 500_000;

  /** Number of parts of the rows, to use many cores, and the fewest rows that are worth a part. */
  static final int MOST_PARTS = 256;

  static final int FEWEST_ROWS = 32;

  /** Work items in a group of a CPU, where barriers cost more time than they save. */
  public static final int CPU_ITEMS = 1;

  static final int GPU_ITEMS = 256;

  private StyleChoice() {}

  /**
   * The style that suits a program on a device.
   *
   * @param limits of the device's work groups
   * @param kernels the family of kernels to use
   */
  public static StepStyle of(
      TrainingProgram program, DeviceInfo device, GroupLimits limits, Kernels kernels) {
    return switch (kernels) {
      case AUTO -> of(program, device, limits, FamilyTable.of(program, device, limits));
      case PREBUILT -> prebuilt(program, device, limits);
      case JIT -> jit(program, device);
      case LIBRARY -> new StepStyle.Library(CuBlas.of(device, Precision.FP32));
      case OPENBLAS, VECTOR, LOOPS -> throw kernels.absent(device.id(), Kernels.OF_TORNADO);
    };
  }

  private static StepStyle prebuilt(
      TrainingProgram program, DeviceInfo device, GroupLimits limits) {
    Launches launches = PrebuiltKernels.launches(device, limits);
    Optional<SingleLayer> single =
        SingleLayer.of(program.step())
            .filter(layer ->
                launches.fitsSingleLayer(
                    layer.linear().input().columns(), layer.linear().output().columns()));
    if (single.isEmpty()) {
      return new StepStyle.OpByOp(Kernels.PREBUILT);
    }
    boolean cpu = device.type().equals("cpu");
    boolean loops =
        single.get().rest().size() == 1
            && program.step().capacity() <= ParameterGradient.ROWS_PER_PART
            && multiplications(program) <= (cpu ? CPU_LAYER_LOOP : GPU_LOOP);
    return loops
        ? new StepStyle.LayerLoop()
        : new StepStyle.SingleLayerPass(
            Kernels.PREBUILT, launches.singleLayerParts(program.step().capacity()));
  }

  private static StepStyle jit(TrainingProgram program, DeviceInfo device) {
    boolean cpu = device.type().equals("cpu");
    boolean small =
        DenseChain.of(program.step()).isPresent()
            && program.step().capacity() <= ParameterGradient.ROWS_PER_PART
            && multiplications(program) <= (cpu ? CPU_LOOP : GPU_LOOP);
    if (small) {
      return new StepStyle.Loop(cpu ? CPU_ITEMS : GPU_ITEMS);
    }
    boolean once = cpu && SingleLayer.of(program.step()).filter(JitLosses::fitsOnePass).isPresent();
    return once ? onePass(program) : new StepStyle.OpByOp(Kernels.JIT);
  }

  /** One pass over the rows, in as many parts as are worth it. */
  public static StepStyle.SingleLayerPass onePass(TrainingProgram program) {
    int fitting = Math.ceilDiv(program.step().capacity(), FEWEST_ROWS);
    return new StepStyle.SingleLayerPass(Kernels.JIT, Math.min(MOST_PARTS, fitting));
  }

  /** Multiplications of a whole step, by its largest operations. */
  public static long multiplications(TrainingProgram program) {
    Phase step = program.gradient();
    return step.all(Op.Linear.class)
        .mapToLong(linear ->
            (linear.input().role() == Role.INPUT ? 2L : 3L)
                * linear.input().shape().outer(step.capacity())
                * linear.weight().size())
        .sum();
  }
}
