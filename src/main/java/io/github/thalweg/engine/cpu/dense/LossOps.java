package io.github.thalweg.engine.cpu.dense;

import io.github.thalweg.engine.cpu.elements.CrossEntropy;
import io.github.thalweg.engine.cpu.gemm.Gemm;
import io.github.thalweg.engine.cpu.threads.Blocks;
import io.github.thalweg.engine.cpu.threads.Matrix;
import io.github.thalweg.engine.cpu.threads.Rows;
import io.github.thalweg.engine.cpu.threads.Workers;
import io.github.thalweg.nn.Loss;

/** Losses, their gradients and the metrics of an evaluation, rows summed in order. */
public final class LossOps {
  private final CrossEntropy crossEntropy;
  private final Workers workers;

  public LossOps(Gemm gemm, Workers workers) {
    crossEntropy = gemm.crossEntropy();
    this.workers = workers;
  }

  public CpuOp lossAndGradient(Loss loss, Matrix y, Rows t, Matrix mean, Matrix gradient) {
    RowLoss rowLoss = RowLoss.of(loss, crossEntropy, t);
    return (rows, _) -> {
      Blocks blocks = Blocks.of(rows, operations(rows, y));
      double[] sums = new double[blocks.count()];
      double values = (double) rows * t.columns;
      workers.run(
          blocks.count(),
          block -> {
            int from = blocks.from(block);
            sums[block] =
                rowLoss.lossAndGradient(from, blocks.to(block) - from, y, gradient, 1 / values);
          });
      double total = 0;
      for (double sum : sums) {
        total += sum;
      }
      mean.data[mean.offset] = (float) (total / values);
    };
  }

  public CpuOp rowMetrics(Loss loss, Matrix y, Rows t, Matrix metrics) {
    RowLoss rowLoss = RowLoss.of(loss, crossEntropy, t);
    return (rows, _) -> {
      Blocks blocks = Blocks.of(rows, operations(rows, y));
      workers.run(
          blocks.count(),
          block -> {
            for (int i = blocks.from(block); i < blocks.to(block); i++) {
              metrics.data[metrics.at(i, 0)] = (float) rowLoss.loss(i, y);
              metrics.data[metrics.at(i, 1)] = (float) rowLoss.score(i, y);
            }
          });
    };
  }

  private static long operations(int rows, Matrix y) {
    return 32L * rows * y.columns;
  }
}
