package io.github.thalweg.engine.cpu;

import io.github.thalweg.engine.OpTable;
import io.github.thalweg.engine.OpTable.Bound;
import io.github.thalweg.engine.cpu.dense.CpuMemory;
import io.github.thalweg.engine.cpu.dense.CpuOp;
import io.github.thalweg.engine.cpu.dense.ElementOps;
import io.github.thalweg.engine.cpu.dense.LinearOps;
import io.github.thalweg.engine.cpu.dense.LossOps;
import io.github.thalweg.engine.cpu.dense.UpdateOps;
import io.github.thalweg.engine.cpu.gemm.Gemm;
import io.github.thalweg.engine.cpu.threads.Blocks;
import io.github.thalweg.engine.cpu.threads.Matrix;
import io.github.thalweg.engine.cpu.threads.Rows;
import io.github.thalweg.engine.cpu.threads.TiledWork;
import io.github.thalweg.engine.cpu.threads.Workers;
import io.github.thalweg.nn.Op;
import io.github.thalweg.nn.Slope;
import io.github.thalweg.nn.Tensor;
import io.github.thalweg.program.LayerGradients;
import io.github.thalweg.program.StepOp;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Binds ops to memory. */
final class CpuCompiler {
  private final CpuMemory memory;
  private final LinearOps linears;
  private final LossOps losses;
  private final UpdateOps updates;
  private final Workers workers;
  private final ElementOps elements;
  private final int capacity;
  private final Map<Tensor, Rows> known = new HashMap<>();
  private final OpTable<CpuOp> table = table();

  /**
   * @param capacity the most rows of a batch
   */
  CpuCompiler(Gemm gemm, Workers workers, CpuMemory memory, int capacity) {
    this.capacity = capacity;
    this.memory = memory;
    this.workers = workers;
    linears = new LinearOps(gemm, workers);
    losses = new LossOps(gemm, workers);
    updates = new UpdateOps(workers);
    elements = new ElementOps(gemm.activations(), workers);
  }

  /** The memory of a tensor. */
  Rows rows(Tensor tensor) {
    return known.computeIfAbsent(tensor, t -> memory.rows(t, capacity));
  }

  /** The memory of a tensor of float32 numbers. */
  Matrix matrix(Tensor tensor) {
    return (Matrix) rows(tensor);
  }

  /** Adds the implementation of several operations together. */
  void fuse(Bound<CpuOp> together) {
    table.fuse(together);
  }

  /** Binds operations, several of them to one work if that is faster. */
  List<Bound<CpuOp>> compile(List<Op> ops) {
    return table.compile(ops);
  }

  private OpTable<CpuOp> table() {
    return new OpTable<CpuOp>("cpu")
        .serve(StepOp.LoadBatch.class, this::loadBatch)
        .serve(Op.Linear.class, op -> linears.together(forward(op)))
        .serve(
            Op.Activate.class,
            op -> elements.activate(op.activation(), matrix(op.input()), matrix(op.output())))
        .serve(
            Op.ActivationGradient.class,
            op ->
                elements.throughSlope(
                    op.slope().activation(),
                    matrix(op.slope().saved()),
                    matrix(op.outputGradient()),
                    matrix(op.inputGradient())))
        .serve(Op.Add.class, op -> elements.add(matrix(op.a()), matrix(op.b()), matrix(op.sum())))
        .serve(Op.ParameterGradient.class, op -> linears.together(gradient(op)))
        .serve(Op.InputGradient.class, op -> linears.together(gradient(op)))
        .serve(StepOp.LossAndGradient.class, this::loss)
        .serve(
            StepOp.ClipGradient.class,
            op -> updates.clip(memory.gradient, op.maximum(), matrix(op.norm())))
        .serve(
            StepOp.Update.class,
            op -> updates.update(op.optimizer(), memory.theta, memory.gradient, memory.slots))
        .serve(
            StepOp.RowMetrics.class,
            op ->
                losses.rowMetrics(
                    op.function(), matrix(op.output()), rows(op.target()), matrix(op.rowMetrics())))
        .fuse((first, later) ->
            LayerGradients.of(first, later)
                .map(both ->
                    new Bound<>(
                        both.ops(),
                        linears.together(gradient(both.parameters()), gradient(both.input())))));
  }

  private CpuOp loss(StepOp.LossAndGradient op) {
    Matrix gradient = matrix(op.gradient());
    CpuOp loss =
        losses.lossAndGradient(
            op.function(), matrix(op.output()), rows(op.target()), matrix(op.loss()), gradient);
    if (op.slope().isEmpty()) {
      return loss;
    }
    Slope slope = op.slope().get();
    CpuOp through =
        elements.throughSlope(slope.activation(), matrix(slope.saved()), gradient, gradient);
    return (rows, coefficients) -> {
      loss.run(rows, coefficients);
      through.run(rows, coefficients);
    };
  }

  private TiledWork forward(Op.Linear op) {
    return linears.forward(
        matrix(op.input()),
        matrix(op.weight()),
        op.bias().map(this::matrix),
        op.activation(),
        op.preActivation().map(this::matrix),
        matrix(op.output()));
  }

  private TiledWork gradient(Op.ParameterGradient op) {
    return linears.weightGradient(
        matrix(op.outputGradient()),
        matrix(op.input()),
        matrix(op.weightGradient()),
        op.biasGradient().map(this::matrix));
  }

  private TiledWork gradient(Op.InputGradient op) {
    return linears.inputGradient(
        matrix(op.outputGradient()),
        matrix(op.weight()),
        op.slope().map(Slope::activation),
        op.slope().map(Slope::saved).map(this::matrix),
        matrix(op.inputGradient()));
  }

  /** Gathered rows are copied; consecutive rows are read in place. */
  private CpuOp loadBatch(StepOp.LoadBatch load) {
    Rows input = rows(load.input());
    Rows target = rows(load.target());
    if (!load.gathered()) {
      return (_, _) -> {
        input.moveTo(memory.features, memory.dataOffset);
        target.moveTo(memory.targets, memory.dataOffset);
      };
    }
    return (rows, _) -> {
      Blocks blocks = Blocks.of(rows, (long) rows * input.columns);
      workers.run(
          blocks.count(),
          block -> {
            for (int i = blocks.from(block); i < blocks.to(block); i++) {
              int row = memory.order[memory.dataOffset + i];
              input.copyRow(memory.features, row, i);
              target.copyRow(memory.targets, row, i);
            }
          });
    };
  }
}
