package io.github.thalweg.engine.cpu.dense;

import io.github.thalweg.engine.cpu.gemm.Gemm;
import io.github.thalweg.engine.cpu.gemm.Gemm.Form;
import io.github.thalweg.engine.cpu.gemm.Transposition;
import io.github.thalweg.engine.cpu.threads.Matrix;
import io.github.thalweg.engine.cpu.threads.TiledWork;
import io.github.thalweg.engine.cpu.threads.Tiles.Tile;

/**
 * A layer's gradient, cut into parts that hold the sums of all weights over some of the rows. They
 * are added up in order.
 */
final class PartialSums implements TiledWork {
  /** Rows of a part at most. */
  static final int ROWS = 4096;

  private final LayerGradient layer;
  private final Gemm gemm;

  /** Sums of a part: its weights', then its biases'. */
  private final int stride;

  private float[] parts = new float[0];
  private double[] totals = new double[0];

  /** Room for ∂C/∂z of each part, transposed, one after the other. */
  private float[] room = new float[0];

  private int rows;
  private int count;

  PartialSums(LayerGradient layer, Gemm gemm) {
    this.layer = layer;
    this.gemm = gemm;
    stride = Math.addExact(layer.weights(), layer.outputs());
  }

  @Override
  public int begin(int rows) {
    this.rows = rows;
    count = Math.ceilDiv(rows, ROWS);
    int copies = Math.multiplyExact(layer.outputs(), Transposition.width(rows));
    if (room.length < copies) {
      parts = new float[Math.multiplyExact(count, stride)];
      totals = new double[count * layer.outputs()];
      room = new float[copies];
    }
    return count;
  }

  @Override
  public void compute(int part) {
    int outputs = layer.outputs();
    int from = part * ROWS;
    int to = Math.min(rows, from + ROWS);
    Matrix transposed = new Matrix(room, from * outputs, Transposition.width(to - from));
    Transposition.copy(
        layer.dz(), from, to, 0, outputs, room, transposed.offset, transposed.columns);
    int sums = part * stride;
    gemm.multiply(
        Form.A_B,
        to - from,
        transposed,
        layer.x().from(from, 0),
        new Matrix(parts, sums, layer.inputs()),
        Tile.whole(outputs, layer.inputs()));
    if (layer.db().isPresent()) {
      int biases = sums + layer.weights();
      layer.columnSums(from, to, 0, outputs, totals, part * outputs, parts, biases);
    }
  }

  @Override
  public void finish() {
    addUp(0, layer.dw(), layer.weights());
    layer.db().ifPresent(db -> addUp(layer.weights(), db, layer.outputs()));
  }

  private void addUp(int start, Matrix sums, int length) {
    for (int k = 0; k < length; k++) {
      double sum = 0;
      for (int part = 0; part < count; part++) {
        sum += parts[part * stride + start + k];
      }
      sums.data[sums.offset + k] = (float) sum;
    }
  }
}
