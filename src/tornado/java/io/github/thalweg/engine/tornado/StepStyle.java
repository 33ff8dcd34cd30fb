package io.github.thalweg.engine.tornado;

import io.github.thalweg.engine.DeviceInfo;
import io.github.thalweg.kernels.ParameterGradient;
import io.github.thalweg.program.Op;
import io.github.thalweg.program.Role;
import io.github.thalweg.program.TrainingProgram;

/** How a device takes training steps. */
sealed interface StepStyle {
  /** A kernel for one or two operations, and a launch for every step: any program. */
  record OpByOp() implements StepStyle {}

  /**
   * Many steps a launch, in one kernel on one work group: any program whose steps are so small that
   * starting kernels would cost more than computing.
   *
   * @param items work items of the group
   */
  record Loop(int items) implements StepStyle {}

  /**
   * Multiplications of a step up to which one core of a CPU is faster alone than all of them with a
   * launch for every kernel; measured on PoCL with {@code StyleTimes}.
   */
  int CPU_LOOP = 150_000;

  /** The same for one of many multiprocessors; not measured on a GPU. */
  int GPU_LOOP = 500_000;

  /** What a CPU's work group is made of, where barriers cost more than they save. */
  int CPU_ITEMS = 1;

  int GPU_ITEMS = 256;

  /** The style that suits a program on a device. */
  static StepStyle of(TrainingProgram program, DeviceInfo device) {
    boolean cpu = device.type().equals("cpu");
    boolean small =
        program.step().capacity() <= ParameterGradient.ROWS_PER_PART
            && multiplications(program) <= (cpu ? CPU_LOOP : GPU_LOOP);
    return small ? new Loop(cpu ? CPU_ITEMS : GPU_ITEMS) : new OpByOp();
  }

  /** Multiplications of a whole step, by its largest operations. */
  static long multiplications(TrainingProgram program) {
    long sum = 0;
    for (Op op : program.step().ops()) {
      if (op instanceof Op.Linear linear) {
        boolean first = linear.input().role() == Role.INPUT;
        sum += (first ? 2L : 3L) * program.step().capacity() * linear.weight().size();
      }
    }
    return sum;
  }
}
