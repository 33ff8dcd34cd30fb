package io.github.thalweg.engine.tornado;

import io.github.thalweg.engine.DeviceInfo;
import io.github.thalweg.engine.Kernels;
import io.github.thalweg.engine.Precision;
import io.github.thalweg.engine.prebuilt.Launches;
import io.github.thalweg.kernels.ParameterGradient;
import io.github.thalweg.nn.Op;
import io.github.thalweg.nn.Role;
import io.github.thalweg.program.DenseChain;
import io.github.thalweg.program.Phase;
import io.github.thalweg.program.SingleLayer;
import io.github.thalweg.program.TrainingProgram;
import java.util.Optional;

/** How a device takes training steps. */
sealed interface StepStyle {
  /** Whose kernels carry it out. */
  Kernels kernels();

  /** A kernel for one or two operations, and a launch for every step: any program. */
  record OpByOp(Kernels kernels) implements StepStyle {}

  /**
   * Products of a vendor's library, and kernels in Java around them: any program.
   *
   * @param gemm the product
   */
  record Library(Gemm gemm) implements StepStyle {
    @Override
    public Kernels kernels() {
      return Kernels.LIBRARY;
    }
  }

  /**
   * A launch for every step, and one kernel that reads every row once and goes from there to the
   * gradient: any model of one layer that is not too large.
   *
   * @param parts of the rows, each with a gradient of its own
   */
  record OnePass(Kernels kernels, int parts) implements StepStyle {}

  /**
   * Many steps a launch, in one kernel on one work group: any chain of dense layers whose steps are
   * so small that starting kernels would cost more than computing.
   *
   * @param items work items of the group
   */
  record Loop(int items) implements StepStyle {
    @Override
    public Kernels kernels() {
      return Kernels.JIT;
    }
  }

  /**
   * Many steps a launch of a model of one layer, in a hand-written kernel on one work group:
   * without clipping, and while the layer fits the group's memory.
   */
  record LayerLoop() implements StepStyle {
    @Override
    public Kernels kernels() {
      return Kernels.PREBUILT;
    }
  }

  /**
   * Gradient and update in graphs of their own, and g on the host in between: any program.
   *
   * @param ops how each half is carried out
   */
  record InHalves(StepStyle ops) implements StepStyle {
    @Override
    public Kernels kernels() {
      return ops.kernels();
    }
  }

  /** The same kernels in halves of a step. */
  default StepStyle inHalves() {
    return new InHalves(this instanceof Library ? this : new OpByOp(kernels()));
  }

  /** How operations are carried out that are not carried out together. */
  default StepStyle ops() {
    return this;
  }

  /** Whether a launch may take many steps. */
  default boolean loops() {
    return this instanceof Loop || this instanceof LayerLoop;
  }

  /**
   * Multiplications of a step up to which one core of a CPU is faster alone than all of them with a
   * launch for every kernel. By {@code StyleTimes} on PoCL with two cores a loop takes 0.15 µs for
   * a thousand of them; the kernels one by one take half of that and 0.25 ms for their launches.
   */
  int CPU_LOOP = 4_000_000;

  /** The same for {@link LayerLoop}, whose steps are quicker. */
  int CPU_LAYER_LOOP = 4_000_000;

  /** The same for one of many multiprocessors; not measured on a GPU. */
  int GPU_LOOP = 500_000;

  /** Parts of the rows, so that they occupy many cores, and the fewest rows that pay for one. */
  int MOST_PARTS = 256;

  int FEWEST_ROWS = 32;

  /** What a CPU's work group is made of, where barriers cost more than they save. */
  int CPU_ITEMS = 1;

  int GPU_ITEMS = 256;

  /**
   * The style that suits a program on a device.
   *
   * @param limits of the device's work groups
   * @param kernels whose they are to be
   */
  static StepStyle of(
      TrainingProgram program, DeviceInfo device, GroupLimits limits, Kernels kernels) {
    return switch (kernels) {
      case AUTO -> of(program, device, limits, FamilyTable.of(program, device, limits));
      case PREBUILT -> prebuilt(program, device, limits);
      case JIT -> jit(program, device);
      case LIBRARY -> new Library(CuBlas.of(device, Precision.FP32));
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
      return new OpByOp(Kernels.PREBUILT);
    }
    boolean cpu = device.type().equals("cpu");
    boolean loops =
        single.get().rest().size() == 1
            && program.step().capacity() <= ParameterGradient.ROWS_PER_PART
            && multiplications(program) <= (cpu ? CPU_LAYER_LOOP : GPU_LOOP);
    return loops
        ? new LayerLoop()
        : new OnePass(Kernels.PREBUILT, launches.singleLayerParts(program.step().capacity()));
  }

  private static StepStyle jit(TrainingProgram program, DeviceInfo device) {
    boolean cpu = device.type().equals("cpu");
    boolean small =
        DenseChain.of(program.step()).isPresent()
            && program.step().capacity() <= ParameterGradient.ROWS_PER_PART
            && multiplications(program) <= (cpu ? CPU_LOOP : GPU_LOOP);
    if (small) {
      return new Loop(cpu ? CPU_ITEMS : GPU_ITEMS);
    }
    boolean once = cpu && SingleLayer.of(program.step()).filter(StepStyle::fitsOnePass).isPresent();
    return once ? onePass(program) : new OpByOp(Kernels.JIT);
  }

  /** Whether {@link io.github.thalweg.kernels.OnePass} takes a layer. */
  static boolean fitsOnePass(SingleLayer layer) {
    return layer.parameterCount() <= io.github.thalweg.kernels.OnePass.PARAMETERS;
  }

  /** One pass over the rows, in as many parts as pay. */
  static OnePass onePass(TrainingProgram program) {
    int fitting = Math.ceilDiv(program.step().capacity(), FEWEST_ROWS);
    return new OnePass(Kernels.JIT, Math.min(MOST_PARTS, fitting));
  }

  /** Multiplications of a whole step, by its largest operations. */
  static long multiplications(TrainingProgram program) {
    Phase step = program.gradient();
    return step.all(Op.Linear.class)
        .mapToLong(linear ->
            (linear.input().role() == Role.INPUT ? 2L : 3L)
                * linear.input().shape().outer(step.capacity())
                * linear.weight().size())
        .sum();
  }
}
