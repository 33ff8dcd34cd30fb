package io.github.thalweg.engine.cpu;

import io.github.thalweg.data.Dataset;
import io.github.thalweg.engine.StepTable;
import io.github.thalweg.engine.StepwiseSession;
import io.github.thalweg.program.Role;
import io.github.thalweg.program.SingleLayer;
import io.github.thalweg.program.Tensor;
import io.github.thalweg.program.TrainingProgram;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A program in float32 on the threads of this machine. */
final class CpuSession extends StepwiseSession {
  private final Workers workers;
  private final CpuMemory memory;
  private final CpuCompiler stepCompiler;
  private final CpuCompiler evaluationCompiler;
  private final Optional<OnePass> onePass;

  /** An array, because a list would be given an iterator in every step. */
  private final CpuOp[] stepOps;

  private final List<CpuOp> evaluationOps;
  private final Matrix loss;
  private Dataset train;
  private Optional<Dataset> test = Optional.empty();

  CpuSession(TrainingProgram program, Gemm gemm, int threads) {
    super(program);
    workers = new Workers(threads);
    memory = new CpuMemory(program);
    stepCompiler = new CpuCompiler(gemm, workers, memory);
    evaluationCompiler = new CpuCompiler(gemm, workers, memory);
    Optional<SingleLayer> layer = SingleLayer.of(program.step());
    onePass = layer.flatMap(stepCompiler::onePass);
    List<CpuOp> ops = new ArrayList<>();
    onePass.ifPresent(ops::add);
    ops.addAll(
        stepCompiler.compile(
            onePass.isPresent() ? layer.orElseThrow().rest() : program.step().ops()));
    stepOps = ops.toArray(CpuOp[]::new);
    evaluationOps = evaluationCompiler.compile(program.evaluation().ops());
    loss = stepCompiler.matrix(program.step().tensor("loss"));
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
      for (CpuOp op : stepOps) {
        op.run(steps.rows(taken), steps.coefficients(taken));
      }
      losses[from + taken] = loss.data[loss.offset];
      taken++;
    } while (taken < steps.count() && goOn(taken));
    return taken;
  }

  @Override
  protected double[] runEvaluation(Part part, int offset, int rows, Tensor wanted) {
    memory.batch(part == Part.TRAIN ? train : test.orElseThrow(), offset);
    for (CpuOp op : evaluationOps) {
      op.run(rows, null);
    }
    Matrix matrix = evaluationCompiler.matrix(wanted);
    return doubles(matrix.data, matrix.offset, rows * matrix.columns);
  }

  @Override
  public double[] read(Tensor tensor) {
    requireOwner();
    if (onePass.isPresent() && tensor.role().batched()) {
      lastRows();
      return onePass.get().recompute(tensor);
    }
    if (tensor.role() == Role.STATE) {
      return readSlots();
    }
    Matrix matrix = stepCompiler.matrix(tensor);
    int rows = tensor.role().batched() ? lastRows() : tensor.rows();
    return doubles(matrix.data, matrix.offset, rows * tensor.columns());
  }

  @Override
  protected void writeParameters(double[] theta) {
    write(theta, 0, memory.theta);
  }

  @Override
  protected double[] readParameters() {
    return doubles(memory.theta, 0, memory.theta.length);
  }

  @Override
  protected void writeSlots(double[] slots) {
    for (int s = 0; s < memory.slots.length; s++) {
      write(slots, s * memory.theta.length, memory.slots[s]);
    }
  }

  @Override
  protected double[] readSlots() {
    return Arrays.stream(memory.slots)
        .flatMapToDouble(slot -> Arrays.stream(doubles(slot, 0, slot.length)))
        .toArray();
  }

  @Override
  protected void release() {
    workers.close();
  }

  private static void write(double[] values, int from, float[] array) {
    for (int i = 0; i < array.length; i++) {
      array[i] = (float) values[from + i];
    }
  }

  private static double[] doubles(float[] array, int from, int count) {
    double[] values = new double[count];
    for (int i = 0; i < count; i++) {
      values[i] = array[from + i];
    }
    return values;
  }
}
