package io.github.thalweg.engine.cpu;

import io.github.thalweg.data.Dataset;
import io.github.thalweg.engine.FlatVector;
import io.github.thalweg.engine.KernelClock;
import io.github.thalweg.engine.KernelTime;
import io.github.thalweg.engine.StepTable;
import io.github.thalweg.engine.StepwiseSession;
import io.github.thalweg.engine.cpu.dense.CpuMemory;
import io.github.thalweg.engine.cpu.dense.CpuOp;
import io.github.thalweg.engine.cpu.gemm.Gemm;
import io.github.thalweg.engine.cpu.threads.Rows;
import io.github.thalweg.engine.cpu.threads.Workers;
import io.github.thalweg.nn.Role;
import io.github.thalweg.nn.Tensor;
import io.github.thalweg.program.TrainingProgram;
import java.util.List;
import java.util.Optional;

/** A program in float32 on the threads of this machine. */
final class CpuSession extends StepwiseSession {
  /** Twenty readings of a clock that takes some 25 ns. */
  private static final double LEAST_KERNEL_SECONDS = 0.5e-6;

  private final Workers workers;
  private final CpuMemory memory;
  private final CompiledProgram compiled;
  private Dataset train;
  private Optional<Dataset> test = Optional.empty();

  CpuSession(TrainingProgram program, Gemm gemm, int threads) {
    super(program);
    workers = new Workers(threads);
    memory = new CpuMemory(program);
    compiled = new CompiledProgram(program, gemm, workers, memory);
  }

  @Override
  protected void upload(Dataset train, Optional<Dataset> test) {
    this.train = train;
    this.test = test;
  }

  @Override
  protected void order(int[] order) {
    memory.order = order;
  }

  @Override
  protected int runSteps(StepTable steps, double[] losses, int from) {
    int taken = 0;
    do {
      memory.batch(train, steps.offset(taken));
      run(steps, taken, 0, compiled.step.length);
      losses[from + taken] = loss();
      taken++;
    } while (taken < steps.count() && shouldContinue(taken));
    return taken;
  }

  /** Runs the ops {@code from} … {@code to} − 1 of a step. */
  private void run(StepTable steps, int index, int from, int to) {
    for (int i = from; i < to; i++) {
      compiled.step[i].run(steps.rows(index), steps.coefficients(index));
    }
  }

  private float loss() {
    return compiled.loss.data[compiled.loss.offset];
  }

  @Override
  protected double runGradient(StepTable one) {
    memory.batch(train, one.offset(0));
    run(one, 0, 0, compiled.gradientOps);
    return loss();
  }

  @Override
  protected void runUpdate(StepTable one) {
    run(one, 0, compiled.gradientOps, compiled.step.length);
  }

  @Override
  protected void writeGradient(FlatVector g) {
    System.arraycopy(g.floats(), 0, memory.gradient, 0, memory.gradient.length);
  }

  /**
   * {@inheritDoc} The clock is read before and after each op of a step, so an op as short as a few
   * readings is not measured.
   */
  @Override
  public List<KernelTime> kernelTimes(int steps) {
    requireLoaded();
    CpuOp[] plain = compiled.step.clone();
    KernelClock clock = new KernelClock(compiled.stepOps, steps);
    for (int i = 0; i < plain.length; i++) {
      compiled.step[i] = timed(plain[i], i, clock, i + 1 == plain.length);
    }
    try {
      train(steps);
    } finally {
      System.arraycopy(plain, 0, compiled.step, 0, plain.length);
    }
    return clock.times(LEAST_KERNEL_SECONDS);
  }

  private static CpuOp timed(CpuOp op, int kernel, KernelClock clock, boolean last) {
    return (rows, coefficients) -> {
      long start = System.nanoTime();
      op.run(rows, coefficients);
      clock.took(kernel, (System.nanoTime() - start) / 1e9);
      if (last) {
        clock.next();
      }
    };
  }

  @Override
  protected double[] runEvaluation(Part part, int offset, int rows, Tensor wanted) {
    memory.batch(part == Part.TRAIN ? train : test.orElseThrow(), offset);
    for (CpuOp op : compiled.evaluation) {
      op.run(rows, null);
    }
    Rows computed = compiled.ofEvaluation(wanted);
    return computed.doubles(rows * computed.columns);
  }

  @Override
  public double[] read(Tensor tensor) {
    requireOwner();
    if (compiled.onePass.isPresent() && tensor.shape().batched()) {
      lastRows();
      return compiled.onePass.get().recompute(tensor);
    }
    if (tensor.role() == Role.STATE) {
      return readSlots().doubles();
    }
    return compiled.ofStep(tensor).doubles(Math.toIntExact(tensor.elements(rowsOf(tensor))));
  }

  @Override
  protected void writeParameters(FlatVector theta) {
    System.arraycopy(theta.floats(), 0, memory.theta, 0, memory.theta.length);
  }

  @Override
  protected FlatVector readParameters() {
    return FlatVector.of(memory.theta.clone());
  }

  @Override
  protected void writeSlots(FlatVector slots) {
    float[] all = slots.floats();
    int count = memory.theta.length;
    for (int s = 0; s < memory.slots.length; s++) {
      System.arraycopy(all, s * count, memory.slots[s], 0, count);
    }
  }

  @Override
  protected FlatVector readSlots() {
    int count = memory.theta.length;
    float[] all = new float[Math.multiplyExact(memory.slots.length, count)];
    for (int s = 0; s < memory.slots.length; s++) {
      System.arraycopy(memory.slots[s], 0, all, s * count, count);
    }
    return FlatVector.of(all);
  }

  @Override
  protected void release() {
    workers.close();
  }
}
