package io.github.thalweg.engine.cpu;

import io.github.thalweg.engine.cpu.Gemm.Form;
import io.github.thalweg.engine.cpu.Tiles.Tile;
import java.util.Arrays;
import java.util.Optional;

/**
 * A dense layer's gradient by its weights and biases: ∂C/∂W = (∂C/∂z)ᵀ·x, ∂C/∂b = the column sums
 * of ∂C/∂z. Long sums for few weights are computed in parts, over some of the rows each.
 */
final class WeightGradient implements TiledWork {
  /** What an element of a transposed copy costs, counted like operations of a matrix product. */
  private static final long COPY = 16;

  /** Rows of a batch beyond which few weights' gradient is summed in parts; rows of a part. */
  private static final int LONG_SUM = 4096;

  /** Weights beyond which the weights are cut instead of the sum. */
  private static final int MANY_WEIGHTS = 1 << 16;

  private final Gemm gemm;
  private final Workers workers;
  private final Matrix dz;
  private final Matrix x;
  private final Matrix dw;
  private final Optional<Matrix> db;
  private final int outputs;
  private final int inputs;
  private final int weights;
  private final PackedRows packed;

  /** Sums of the columns of ∂C/∂z, for each part. */
  private double[] totals;

  /** For each part its weights' sums and its biases'. */
  private float[] parts = new float[0];

  private float[] room = new float[0];
  private int rows;
  private int count;
  private boolean inParts;
  private boolean packs;
  private Tiles tiles;
  private Matrix transposed;

  WeightGradient(Gemm gemm, Workers workers, Matrix dz, Matrix x, Matrix dw, Optional<Matrix> db) {
    this.gemm = gemm;
    this.workers = workers;
    this.dz = dz;
    this.x = x;
    this.dw = dw;
    this.db = db;
    outputs = dz.columns;
    inputs = x.columns;
    weights = Math.multiplyExact(outputs, inputs);
    packed = PackedRows.ofColumns(dz);
    totals = new double[outputs];
  }

  @Override
  public int begin(int rows) {
    this.rows = rows;
    inParts = rows > LONG_SUM && weights <= MANY_WEIGHTS;
    if (inParts) {
      beginParts();
    } else {
      beginTiles();
    }
    return count;
  }

  @Override
  public void compute(int tile) {
    if (inParts) {
      computePart(tile);
    } else {
      computeTile(tile);
    }
  }

  @Override
  public void finish() {
    if (inParts) {
      addUp(0, dw.data, dw.offset, weights);
      db.ifPresent(b -> addUp(weights, b.data, b.offset, outputs));
    }
  }

  private void beginTiles() {
    tiles = Tiles.of(outputs, inputs, 2L * rows * inputs * outputs);
    count = tiles.count();
    packs = gemm.packs(tiles, rows, workers.threads());
    if (packs) {
      packed.begin(outputs, rows);
    } else {
      transpose();
    }
  }

  private void transpose() {
    int width = Transposition.width(rows);
    makeRoom(Math.multiplyExact(outputs, width));
    Blocks blocks = Blocks.of(rows, COPY * rows * outputs);
    workers.run(
        blocks.count(),
        block -> {
          int from = blocks.from(block);
          Transposition.copy(dz, from, blocks.to(block), 0, outputs, room, from, width);
        });
    transposed = new Matrix(room, 0, width);
  }

  private void makeRoom(int floats) {
    if (room.length < floats) {
      room = new float[floats];
    }
  }

  /** The whole sums of some of the weights. */
  private void computeTile(int index) {
    Tile tile = tiles.get(index);
    if (packs) {
      gemm.multiply(Form.A_B, packed, x, dw, tile);
    } else {
      gemm.multiply(Form.A_B, rows, transposed, x, dw, tile);
    }
    if (db.isPresent()) {
      // Each tile takes its share of the bias's gradient.
      int from = index * outputs / count;
      int to = (index + 1) * outputs / count;
      columnSums(0, rows, from, to, 0, db.get().data, db.get().offset);
    }
  }

  private void beginParts() {
    count = Math.ceilDiv(rows, LONG_SUM);
    if (parts.length < count * (weights + outputs)) {
      parts = new float[count * (weights + outputs)];
      totals = new double[count * outputs];
    }
    makeRoom(Math.multiplyExact(outputs, Transposition.width(rows)));
  }

  /** Sums over some of the rows. */
  private void computePart(int part) {
    int from = part * LONG_SUM;
    int to = Math.min(rows, from + LONG_SUM);
    Matrix copy = new Matrix(room, from * outputs, Transposition.width(to - from));
    Transposition.copy(dz, from, to, 0, outputs, room, copy.offset, copy.columns);
    int start = part * (weights + outputs);
    gemm.multiply(
        Form.A_B,
        to - from,
        copy,
        x.from(from, 0),
        new Matrix(parts, start, inputs),
        Tile.whole(outputs, inputs));
    if (db.isPresent()) {
      columnSums(from, to, 0, outputs, part * outputs, parts, start + weights);
    }
  }

  /** Adds up the parts in order. */
  private void addUp(int start, float[] sums, int offset, int length) {
    for (int k = 0; k < length; k++) {
      double sum = 0;
      for (int part = 0; part < count; part++) {
        sum += parts[start + part * (weights + outputs) + k];
      }
      sums[offset + k] = (float) sum;
    }
  }

  /**
   * Sums columns {@code left} … {@code right} − 1 of some rows of ∂C/∂z.
   *
   * @param first where the sums of all columns begin in {@link #totals}
   */
  private void columnSums(
      int from, int to, int left, int right, int first, float[] sums, int offset) {
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
}
