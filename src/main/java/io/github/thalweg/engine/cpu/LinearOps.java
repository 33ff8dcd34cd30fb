package io.github.thalweg.engine.cpu;

import io.github.thalweg.engine.cpu.Gemm.Form;
import io.github.thalweg.engine.cpu.Tiles.Tile;
import io.github.thalweg.nn.Activation;
import java.util.Arrays;
import java.util.Optional;

/**
 * Dense layers forward and backward, cut into tiles of a matrix multiplication and what follows it.
 */
final class LinearOps {
  /** What an element of a transposed copy costs, counted like operations of a matrix product. */
  private static final long COPY = 16;

  /** Rows of a batch beyond which a weight's gradient is summed in partial sums. */
  private static final int LONG_SUM = 4096;

  /** Weights beyond which the weights are cut instead of the sum. */
  private static final int MANY_WEIGHTS = 1 << 16;

  private final Gemm gemm;
  private final Activations activations;
  private final Workers workers;

  /** Room for a transposed copy; one operation after the other takes it. */
  private float[] room = new float[0];

  LinearOps(Gemm gemm, Workers workers) {
    this.gemm = gemm;
    activations = gemm.activations();
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
    PackedRows packed = PackedRows.of(x);
    return (rows, _) -> {
      Tiles tiles = Tiles.of(rows, outputs, 2L * rows * inputs * outputs);
      boolean packs = packs(packed, tiles, inputs);
      workers.run(
          tiles.count(),
          index -> {
            Tile tile = tiles.get(index);
            if (packs) {
              gemm.multiply(Form.A_BT, packed, weight, y, tile);
            } else {
              gemm.multiply(Form.A_BT, inputs, x, weight, y, tile);
            }
            bias.ifPresent(b -> activations.addBias(b, y, tile));
            preActivation.ifPresent(z -> copy(y, z, tile));
            activation.ifPresent(phi -> activations.apply(phi, y, tile));
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
    PackedRows packed = PackedRows.of(dz);
    return (rows, _) -> {
      Tiles tiles = Tiles.of(rows, inputs, 2L * rows * inputs * outputs);
      boolean packs = packs(packed, tiles, outputs);
      workers.run(
          tiles.count(),
          index -> {
            Tile tile = tiles.get(index);
            if (packs) {
              gemm.multiply(Form.A_B, packed, weight, dx, tile);
            } else {
              gemm.multiply(Form.A_B, outputs, dz, weight, dx, tile);
            }
            activation.ifPresent(
                phi -> activations.multiplyByDerivative(phi, saved.orElseThrow(), dx, tile));
          });
    };
  }

  CpuOp activationGradient(Activation activation, Matrix saved, Matrix gradient) {
    return (rows, _) -> {
      Tiles tiles = Tiles.of(rows, gradient.columns, 16L * rows * gradient.columns);
      workers.run(
          tiles.count(),
          index -> activations.multiplyByDerivative(activation, saved, gradient, tiles.get(index)));
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
    double[] totals = new double[outputs];
    PackedRows packed = PackedRows.ofColumns(dz);
    return (rows, _) -> {
      Tiles tiles = Tiles.of(outputs, inputs, 2L * rows * inputs * outputs);
      boolean packs = packs(packed, tiles, rows);
      Matrix transposed = packs ? null : transposed(dz, rows);
      workers.run(
          tiles.count(),
          index -> {
            Tile tile = tiles.get(index);
            if (packs) {
              gemm.multiply(Form.A_B, packed, x, dw, tile);
            } else {
              gemm.multiply(Form.A_B, rows, transposed, x, dw, tile);
            }
            if (db.isPresent()) {
              // Each tile takes its share of the bias's gradient.
              int from = index * outputs / tiles.count();
              int to = (index + 1) * outputs / tiles.count();
              columnSums(dz, 0, rows, from, to, totals, 0, db.get().data, db.get().offset);
            }
          });
    };
  }

  /** Whether the left factor is to be packed, and if so begins the product. */
  private boolean packs(PackedRows left, Tiles tiles, int terms) {
    boolean packs = gemm.packs(tiles, terms, workers.threads());
    if (packs) {
      left.begin(tiles.rows(), terms);
    }
    return packs;
  }

  private Matrix transposed(Matrix matrix, int rows) {
    int columns = matrix.columns;
    int width = Transposition.width(rows);
    makeRoom(Math.multiplyExact(columns, width));
    Blocks blocks = Blocks.of(rows, COPY * rows * columns);
    workers.run(
        blocks.count(),
        block -> {
          int from = blocks.from(block);
          Transposition.copy(matrix, from, blocks.to(block), 0, columns, room, from, width);
        });
    return new Matrix(room, 0, width);
  }

  private void makeRoom(int floats) {
    if (room.length < floats) {
      room = new float[floats];
    }
  }

  /** Every block computes partial sums over some of the rows; they are added up in order. */
  private CpuOp partialSums(Matrix dz, Matrix x, Matrix dw, Optional<Matrix> db) {
    int outputs = dz.columns;
    int inputs = x.columns;
    int weights = outputs * inputs;
    int stride = weights + outputs;
    float[][] scratch = new float[1][0];
    double[][] totals = new double[1][0];
    return (rows, _) -> {
      int count = Math.ceilDiv(rows, LONG_SUM);
      if (scratch[0].length < count * stride) {
        scratch[0] = new float[count * stride];
        totals[0] = new double[count * outputs];
      }
      float[] partials = scratch[0];
      makeRoom(Math.multiplyExact(outputs, Transposition.width(rows)));
      workers.run(
          count,
          block -> {
            int from = block * LONG_SUM;
            int to = Math.min(rows, from + LONG_SUM);
            Matrix transposed = new Matrix(room, from * outputs, Transposition.width(to - from));
            Transposition.copy(
                dz, from, to, 0, outputs, room, transposed.offset, transposed.columns);
            gemm.multiply(
                Form.A_B,
                to - from,
                transposed,
                x.from(from, 0),
                new Matrix(partials, block * stride, inputs),
                Tile.whole(outputs, inputs));
            if (db.isPresent()) {
              int sums = block * stride + weights;
              columnSums(dz, from, to, 0, outputs, totals[0], block * outputs, partials, sums);
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

  /**
   * Sums columns {@code left} … {@code right} − 1 of some rows.
   *
   * @param totals room for the sums of all columns in float64, from {@code first} on
   */
  private static void columnSums(
      Matrix dz,
      int from,
      int to,
      int left,
      int right,
      double[] totals,
      int first,
      float[] sums,
      int offset) {
    Arrays.fill(totals, first + left, first + right, 0);
    for (int i = from; i < to; i++) {
      int row = dz.at(i, 0);
      for (int j = left; j < right; j++) {
        totals[first + j] += dz.data[row + j];
      }
    }
    for (int j = left; j < right; j++) {
      sums[offset + j] = (float) totals[first + j];
    }
  }

  private static void copy(Matrix from, Matrix to, Tile tile) {
    for (int i = tile.top(); i < tile.bottom(); i++) {
      System.arraycopy(
          from.data, from.at(i, tile.left()), to.data, to.at(i, tile.left()), tile.columns());
    }
  }
}
