package io.github.thalweg.engine.cpu.dense;

import io.github.thalweg.engine.cpu.elements.CrossEntropy;
import io.github.thalweg.engine.cpu.elements.Losses;
import io.github.thalweg.engine.cpu.gemm.Gemm;
import io.github.thalweg.engine.cpu.threads.Blocks;
import io.github.thalweg.engine.cpu.threads.Matrix;
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

  public CpuOp lossAndGradient(Loss loss, Matrix y, Matrix t, Matrix mean, Matrix gradient) {
    return (rows, _) -> {
      Blocks blocks = Blocks.of(rows, operations(rows, y));
      double[] sums = new double[blocks.count()];
      double values = (double) rows * t.columns;
      workers.run(
          blocks.count(),
          block -> {
            int from = blocks.from(block);
            sums[block] =
                Losses.lossAndGradient(
                    loss,
                    crossEntropy,
                    blocks.to(block) - from,
                    y.columns,
                    y.data,
                    y.at(from, 0),
                    t.data,
                    t.at(from, 0),
                    gradient.data,
                    gradient.at(from, 0),
                    1 / values);
          });
      double total = 0;
      for (double sum : sums) {
        total += sum;
      }
      mean.data[mean.offset] = (float) (total / values);
    };
  }

  public CpuOp rowMetrics(Loss loss, Matrix y, Matrix t, Matrix metrics) {
    return (rows, _) -> {
      Blocks blocks = Blocks.of(rows, operations(rows, y));
      workers.run(
          blocks.count(),
          block -> {
            for (int i = blocks.from(block); i < blocks.to(block); i++) {
              metrics.data[metrics.at(i, 0)] =
                  (float) Losses.loss(loss, y.columns, y.data, y.at(i, 0), t.data, t.at(i, 0));
              metrics.data[metrics.at(i, 1)] = (float) score(loss, i, y, t);
            }
          });
    };
  }

  private static long operations(int rows, Matrix y) {
    return 32L * rows * y.columns;
  }

  /** Right classes in a row, or the sum of its squared residuals. */
  private static double score(Loss loss, int i, Matrix y, Matrix t) {
    if (loss instanceof Loss.CrossEntropy) {
      return Losses.largest(y.columns, y.data, y.at(i, 0)) == (int) t.data[t.at(i, 0)] ? 1 : 0;
    }
    double score = 0;
    for (int j = 0; j < y.columns; j++) {
      float output = y.data[y.at(i, j)];
      float target = t.data[t.at(i, j)];
      if (loss.classifies()) {
        score += (output > 0) == (target > 0.5f) ? 1 : 0;
      } else {
        score += ((double) output - target) * ((double) output - target);
      }
    }
    return score;
  }
}
