package io.github.thalweg.engine.cpu;

import io.github.thalweg.engine.cpu.Tiles.Tile;
import java.util.Arrays;

/**
 * Plain loops that any JVM vectorises: the way where neither the Vector API nor OpenBLAS can be
 * had.
 */
final class LoopGemm implements Gemm {
  @Override
  public String name() {
    return "loops";
  }

  @Override
  public void multiply(Form form, int terms, Matrix a, Matrix b, Matrix c, Tile tile) {
    int width = tile.columns();
    Matrix panel = form.transposesB() ? transposed(b, tile, terms) : b.from(0, tile.left());
    for (int i = tile.top(); i < tile.bottom(); i++) {
      int row = c.at(i, tile.left());
      Arrays.fill(c.data, row, row + width, 0);
      for (int l = 0; l < terms; l++) {
        float factor = a.data[form.transposesA() ? a.at(l, i) : a.at(i, l)];
        int line = panel.at(l, 0);
        for (int j = 0; j < width; j++) {
          c.data[row + j] += factor * panel.data[line + j];
        }
      }
    }
  }

  /** The tile's columns of Bᵀ, of a B (n, k). */
  private static Matrix transposed(Matrix b, Tile tile, int terms) {
    int width = tile.columns();
    float[] result = new float[Math.multiplyExact(terms, width)];
    for (int j = 0; j < width; j++) {
      int row = b.at(tile.left() + j, 0);
      for (int l = 0; l < terms; l++) {
        result[l * width + j] = b.data[row + l];
      }
    }
    return new Matrix(result, 0, width);
  }
}
