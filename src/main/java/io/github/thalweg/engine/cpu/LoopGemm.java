package io.github.thalweg.engine.cpu;

import io.github.thalweg.engine.cpu.Tiles.Tile;
import java.util.Arrays;

/**
 * Plain loops that any JVM vectorises: the way where neither the Vector API nor OpenBLAS can be
 * had.
 */
final class LoopGemm implements Gemm {
  /** Rows of A from which on a transposed copy of B pays; the sums are the same either way. */
  private static final int MANY_ROWS = 4;

  @Override
  public String name() {
    return "loops";
  }

  @Override
  public void multiply(Form form, int terms, Matrix a, Matrix b, Matrix c, Tile tile) {
    if (form.transposesB() && tile.rows() < MANY_ROWS) {
      dotProducts(terms, a, b, c, tile);
    } else if (form.transposesB()) {
      addRows(terms, a, transposed(b, tile, terms), 0, tile.columns(), c, tile);
    } else {
      addRows(terms, a, b.data, b.at(0, tile.left()), b.columns, c, tile);
    }
  }

  private static void dotProducts(int terms, Matrix a, Matrix b, Matrix c, Tile tile) {
    for (int i = tile.top(); i < tile.bottom(); i++) {
      int x = a.at(i, 0);
      for (int j = tile.left(); j < tile.right(); j++) {
        int y = b.at(j, 0);
        float sum = 0;
        for (int l = 0; l < terms; l++) {
          sum += a.data[x + l] * b.data[y + l];
        }
        c.data[c.at(i, j)] = sum;
      }
    }
  }

  /**
   * Adds up multiples of the rows of B.
   *
   * @param from where the tile's columns begin in {@code b}, whose rows lie {@code step} apart
   */
  private static void addRows(
      int terms, Matrix a, float[] b, int from, int step, Matrix c, Tile tile) {
    int width = tile.columns();
    for (int i = tile.top(); i < tile.bottom(); i++) {
      int row = c.at(i, tile.left());
      Arrays.fill(c.data, row, row + width, 0);
      for (int l = 0; l < terms; l++) {
        float factor = a.data[a.at(i, l)];
        int line = from + l * step;
        for (int j = 0; j < width; j++) {
          c.data[row + j] += factor * b[line + j];
        }
      }
    }
  }

  /** The tile's columns of Bᵀ, of a B (n, k). */
  private static float[] transposed(Matrix b, Tile tile, int terms) {
    int width = tile.columns();
    float[] result = new float[Math.multiplyExact(terms, width)];
    for (int j = 0; j < width; j++) {
      int row = b.at(tile.left() + j, 0);
      for (int l = 0; l < terms; l++) {
        result[l * width + j] = b.data[row + l];
      }
    }
    return result;
  }
}
