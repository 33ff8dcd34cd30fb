package io.github.thalweg.engine.cpu.dense;

import io.github.thalweg.engine.cpu.gemm.Gemm;
import io.github.thalweg.engine.cpu.gemm.Gemm.Form;
import io.github.thalweg.engine.cpu.gemm.PackedRows;
import io.github.thalweg.engine.cpu.gemm.Transposition;
import io.github.thalweg.engine.cpu.threads.Blocks;
import io.github.thalweg.engine.cpu.threads.Matrix;
import io.github.thalweg.engine.cpu.threads.TiledWork;
import io.github.thalweg.engine.cpu.threads.Tiles;
import io.github.thalweg.engine.cpu.threads.Tiles.Tile;
import io.github.thalweg.engine.cpu.threads.Workers;

/** A layer's gradient, cut into tiles that hold the whole sums of some of the weights. */
final class WholeSums implements TiledWork {
  /** The cost of an element of a transposed copy in operations of a matrix product. */
  private static final long COPY = 16;

  private final LayerGradient layer;
  private final Gemm gemm;
  private final Workers workers;
  private final PackedRows packed;
  private final double[] totals;
  private float[] room = new float[0];
  private int rows;
  private Tiles tiles;
  private boolean packs;
  private Matrix transposed;

  WholeSums(LayerGradient layer, Gemm gemm, Workers workers) {
    this.layer = layer;
    this.gemm = gemm;
    this.workers = workers;
    packed = PackedRows.ofColumns(layer.dz());
    totals = new double[layer.outputs()];
  }

  @Override
  public int begin(int rows) {
    this.rows = rows;
    tiles = Tiles.of(layer.outputs(), layer.inputs(), 2L * rows * layer.weights());
    packs = gemm.packs(tiles, rows, workers.threads());
    if (packs) {
      packed.begin(layer.outputs(), rows);
    } else {
      transpose();
    }
    return tiles.count();
  }

  @Override
  public void compute(int index) {
    Tile tile = tiles.get(index);
    if (packs) {
      gemm.multiply(Form.A_B, packed, layer.x(), layer.dw(), tile);
    } else {
      gemm.multiply(Form.A_B, rows, transposed, layer.x(), layer.dw(), tile);
    }
    if (layer.db().isPresent()) {
      // Each tile computes its share of the bias's gradient.
      Matrix db = layer.db().get();
      int from = index * layer.outputs() / tiles.count();
      int to = (index + 1) * layer.outputs() / tiles.count();
      layer.columnSums(0, rows, from, to, totals, 0, db.data, db.offset);
    }
  }

  private void transpose() {
    int outputs = layer.outputs();
    int width = Transposition.width(rows);
    if (room.length < Math.multiplyExact(outputs, width)) {
      room = new float[outputs * width];
    }
    Blocks blocks = Blocks.of(rows, COPY * rows * outputs);
    workers.run(
        blocks.count(),
        block -> {
          int from = blocks.from(block);
          Transposition.copy(layer.dz(), from, blocks.to(block), 0, outputs, room, from, width);
        });
    transposed = new Matrix(room, 0, width);
  }
}
