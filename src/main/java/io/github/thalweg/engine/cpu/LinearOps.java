package io.github.thalweg.engine.cpu;

import io.github.thalweg.engine.cpu.Gemm.Form;
import io.github.thalweg.engine.cpu.Tiles.Tile;
import io.github.thalweg.nn.Activation;
import java.util.Optional;

/**
 * Dense layers forward and backward, cut into tiles of a matrix multiplication and what follows it.
 */
final class LinearOps {
  /** Rows of a batch beyond which a weight's gradient is summed in partial sums. */
  private static final int LONG_SUM = 4096;

  /** Weights beyond which the weights are cut instead of the sum. */
  private static final int MANY_WEIGHTS = 1 << 16;

  private final Gemm gemm;
  private final Workers workers;

  LinearOps(Gemm gemm, Workers workers) {
    this.gemm = gemm;
    this.workers = workers;
  }

  CpuOp forward(
      Matrix x,
      Matrix weight,
      Optional<Matrix> bias,
      Optional<Activation> activation,
      Optional<Matrix> preActivation,
      Matrix y) {
    int inputs = x.columns;
    int outputs = y.columns;
    return (rows, _) -> {
      Tiles tiles = Tiles.of(rows, outputs, 2L * rows * inputs * outputs);
      workers.run(
          tiles.count(),
          index -> {
            Tile tile = tiles.get(index);
            gemm.multiply(Form.A_BT, inputs, x, weight, y, tile);
            for (int i = tile.top(); i < tile.bottom(); i++) {
              int from = y.at(i, tile.left());
              int to = from + tile.columns();
              if (bias.isPresent()) {
                add(bias.get().data, bias.get().at(0, tile.left()), y.data, from, to);
              }
              if (preActivation.isPresent()) {
                Matrix z = preActivation.get();
                System.arraycopy(y.data, from, z.data, z.at(i, tile.left()), tile.columns());
              }
              if (activation.isPresent()) {
                Activations.apply(activation.get(), y.data, from, to);
              }
            }
          });
    };
  }

  CpuOp inputGradient(
      Matrix dz,
      Matrix weight,
      Optional<Activation> activation,
      Optional<Matrix> saved,
      Matrix dx) {
    int outputs = dz.columns;
    int inputs = dx.columns;
    return (rows, _) -> {
      Tiles tiles = Tiles.of(rows, inputs, 2L * rows * inputs * outputs);
      workers.run(
          tiles.count(),
          index -> {
            Tile tile = tiles.get(index);
            gemm.multiply(Form.A_B, outputs, dz, weight, dx, tile);
            if (activation.isPresent()) {
              throughActivation(activation.get(), saved.orElseThrow(), dx, tile);
            }
          });
    };
  }

  CpuOp activationGradient(Activation activation, Matrix saved, Matrix gradient) {
    return (rows, _) -> {
      Tiles tiles = Tiles.of(rows, gradient.columns, 16L * rows * gradient.columns);
      workers.run(
          tiles.count(), index -> throughActivation(activation, saved, gradient, tiles.get(index)));
    };
  }

  CpuOp parameterGradient(Matrix dz, Matrix x, Matrix dw, Optional<Matrix> db) {
    boolean fewWeights = (long) dz.columns * x.columns <= MANY_WEIGHTS;
    CpuOp whole = wholeSum(dz, x, dw, db);
    CpuOp partial = partialSums(dz, x, dw, db);
    return (rows, c) -> (rows > LONG_SUM && fewWeights ? partial : whole).run(rows, c);
  }

  /** Every tile holds the whole sums of some of the weights. */
  private CpuOp wholeSum(Matrix dz, Matrix x, Matrix dw, Optional<Matrix> db) {
    int outputs = dz.columns;
    int inputs = x.columns;
    return (rows, _) -> {
      Tiles tiles = Tiles.of(outputs, inputs, 2L * rows * inputs * outputs);
      workers.run(
          tiles.count(),
          index -> {
            Tile tile = tiles.get(index);
            gemm.multiply(Form.AT_B, rows, dz, x, dw, tile);
            if (index == 0 && db.isPresent()) {
              columnSums(dz, 0, rows, db.get().data, db.get().offset);
            }
          });
    };
  }

  /** Every block computes partial sums over some of the rows; they are added up in order. */
  private CpuOp partialSums(Matrix dz, Matrix x, Matrix dw, Optional<Matrix> db) {
    int outputs = dz.columns;
    int inputs = x.columns;
    int weights = outputs * inputs;
    int stride = weights + outputs;
    float[][] scratch = new float[1][0];
    return (rows, _) -> {
      int count = Math.ceilDiv(rows, LONG_SUM);
      if (scratch[0].length < count * stride) {
        scratch[0] = new float[count * stride];
      }
      float[] partials = scratch[0];
      workers.run(
          count,
          block -> {
            int from = block * LONG_SUM;
            int to = Math.min(rows, from + LONG_SUM);
            gemm.multiply(
                Form.AT_B,
                to - from,
                dz.from(from, 0),
                x.from(from, 0),
                new Matrix(partials, block * stride, inputs),
                Tile.whole(outputs, inputs));
            if (db.isPresent()) {
              columnSums(dz, from, to, partials, block * stride + weights);
            }
          });
      addUp(partials, 0, count, stride, dw.data, dw.offset, weights);
      db.ifPresent(b -> addUp(partials, weights, count, stride, b.data, b.offset, outputs));
    };
  }

  private static void addUp(
      float[] partials, int start, int count, int stride, float[] sums, int offset, int length) {
    for (int k = 0; k < length; k++) {
      double sum = 0;
      for (int p = 0; p < count; p++) {
        sum += partials[start + p * stride + k];
      }
      sums[offset + k] = (float) sum;
    }
  }

  private static void columnSums(Matrix dz, int from, int to, float[] sums, int offset) {
    double[] totals = new double[dz.columns];
    for (int i = from; i < to; i++) {
      int row = dz.at(i, 0);
      for (int j = 0; j < totals.length; j++) {
        totals[j] += dz.data[row + j];
      }
    }
    for (int j = 0; j < totals.length; j++) {
      sums[offset + j] = (float) totals[j];
    }
  }

  private static void throughActivation(
      Activation activation, Matrix saved, Matrix gradient, Tile tile) {
    for (int i = tile.top(); i < tile.bottom(); i++) {
      int from = gradient.at(i, tile.left());
      Activations.multiplyByDerivative(
          activation,
          saved.data,
          saved.at(i, tile.left()),
          gradient.data,
          from,
          from + tile.columns());
    }
  }

  private static void add(float[] values, int offset, float[] sums, int from, int to) {
    for (int j = from; j < to; j++) {
      sums[j] += values[offset + j - from];
    }
  }
}
