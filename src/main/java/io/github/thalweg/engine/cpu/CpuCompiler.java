package io.github.thalweg.engine.cpu;

import io.github.thalweg.data.Dataset;
import io.github.thalweg.program.Op;
import io.github.thalweg.program.SingleLayer;
import io.github.thalweg.program.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Binds ops to memory. */
final class CpuCompiler {
  private final CpuMemory memory;
  private final LinearOps linears;
  private final LossOps losses;
  private final UpdateOps updates;
  private final Workers workers;
  private final Gemm gemm;
  private final Map<Tensor, Matrix> matrices = new HashMap<>();

  CpuCompiler(Gemm gemm, Workers workers, CpuMemory memory) {
    this.gemm = gemm;
    this.memory = memory;
    this.workers = workers;
    linears = new LinearOps(gemm, workers);
    losses = new LossOps(gemm, workers);
    updates = new UpdateOps(workers);
  }

  /** The memory of a tensor. */
  Matrix matrix(Tensor tensor) {
    return matrices.computeIfAbsent(tensor, memory::matrix);
  }

  /** Forward pass, loss and gradient of a single layer in one op, if that is better. */
  Optional<OnePass> onePass(SingleLayer layer) {
    return OnePass.of(gemm, workers, memory, layer, matrix(layer.loss().loss()));
  }

  /** A layer's gradients by its weights and by its input are computed together. */
  List<BoundOp> compile(List<Op> ops) {
    List<BoundOp> bound = new ArrayList<>();
    for (int i = 0; i < ops.size(); i++) {
      Op op = ops.get(i);
      if (op instanceof Op.ParameterGradient byWeights
          && i + 1 < ops.size()
          && ops.get(i + 1) instanceof Op.InputGradient byInput
          && byInput.outputGradient().equals(byWeights.outputGradient())) {
        CpuOp both = linears.together(gradient(byWeights), gradient(byInput));
        bound.add(new BoundOp(both, List.of(byWeights, byInput)));
        i++;
      } else {
        bound.add(new BoundOp(compile(op), List.of(op)));
      }
    }
    return bound;
  }

  private CpuOp compile(Op op) {
    return switch (op) {
      case Op.LoadBatch load -> loadBatch(load);
      case Op.Linear linear ->
          linears.together(
              linears.forward(
                  matrix(linear.input()),
                  matrix(linear.weight()),
                  optional(linear.bias()),
                  linear.activation(),
                  optional(linear.preActivation()),
                  matrix(linear.output())));
      case Op.LossAndGradient loss ->
          losses.lossAndGradient(
              loss.function(),
              matrix(loss.output()),
              matrix(loss.target()),
              matrix(loss.loss()),
              matrix(loss.gradient()));
      case Op.ActivationGradient activation ->
          linears.activationGradient(
              activation.activation(), matrix(activation.saved()), matrix(activation.gradient()));
      case Op.ParameterGradient parameter -> linears.together(gradient(parameter));
      case Op.InputGradient input -> linears.together(gradient(input));
      case Op.ClipGradient clip ->
          updates.clip(memory.gradient, clip.maximum(), matrix(clip.norm()));
      case Op.Update update ->
          updates.update(update.optimizer(), memory.theta, memory.gradient, memory.slots);
      case Op.RowMetrics metrics ->
          losses.rowMetrics(
              metrics.function(),
              matrix(metrics.output()),
              matrix(metrics.target()),
              matrix(metrics.rowMetrics()));
    };
  }

  private TiledWork gradient(Op.ParameterGradient op) {
    return linears.weightGradient(
        matrix(op.outputGradient()),
        matrix(op.input()),
        matrix(op.weightGradient()),
        optional(op.biasGradient()));
  }

  private TiledWork gradient(Op.InputGradient op) {
    return linears.inputGradient(
        matrix(op.outputGradient()),
        matrix(op.weight()),
        op.activation(),
        optional(op.saved()),
        matrix(op.inputGradient()));
  }

  private Optional<Matrix> optional(Optional<Tensor> tensor) {
    return tensor.map(this::matrix);
  }

  /** Gathered rows are copied; consecutive rows are looked at where they are. */
  private CpuOp loadBatch(Op.LoadBatch load) {
    Matrix input = matrix(load.input());
    Matrix target = matrix(load.target());
    if (!load.gathered()) {
      return (_, _) -> {
        Dataset data = memory.data;
        input.moveTo(data.features(), memory.dataOffset * data.columns());
        target.moveTo(data.targets(), memory.dataOffset * data.targetColumns());
      };
    }
    return (rows, _) -> {
      Blocks blocks = Blocks.of(rows, (long) rows * input.columns);
      workers.run(
          blocks.count(),
          block -> {
            for (int i = blocks.from(block); i < blocks.to(block); i++) {
              int row = memory.order[memory.dataOffset + i];
              copyRow(memory.data.features(), row, input, i);
              copyRow(memory.data.targets(), row, target, i);
            }
          });
    };
  }

  private static void copyRow(float[] source, int row, Matrix target, int i) {
    System.arraycopy(source, row * target.columns, target.data, target.at(i, 0), target.columns);
  }
}
