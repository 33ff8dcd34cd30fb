package io.github.thalweg.engine.cpu.gemm;

import io.github.thalweg.engine.cpu.threads.Matrix;
import io.github.thalweg.engine.cpu.threads.Tiles.Tile;
import java.util.Arrays;

/** Plain loops that any JVM vectorises: for JVMs without the Vector API and without OpenBLAS. */
final class LoopGemm implements Gemm {
  /**
   * From this many rows of A on, a transposed copy of B pays; the sums are the same with and
   * without it.
   */
  private static final int MANY_ROWS = 4;

  /** Terms of a float32 sum: longer ones lose digits. The sums of slices are added up in order. */
  private static final int SLICE = 256;

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
        float total = 0;
        for (int from = 0; from < terms; from += SLICE) {
          float sum = 0;
          for (int l = from; l < Math.min(from + SLICE, terms); l++) {
            sum += a.data[x + l] * b.data[y + l];
          }
          total += sum;
        }
        c.data[c.at(i, j)] = total;
      }
    }
  }

  /**
   * Adds up multiples of the rows of B.
   *
   * @param from start of the tile's columns in {@code b}, whose rows are {@code step} apart
   */
  private static void addRows(
      int terms, Matrix a, float[] b, int from, int step, Matrix c, Tile tile) {
    int width = tile.columns();
    float[] sums = terms > SLICE ? new float[width] : null;
    for (int i = tile.top(); i < tile.bottom(); i++) {
      int row = c.at(i, tile.left());
      Arrays.fill(c.data, row, row + width, 0);
      addSlice(0, Math.min(SLICE, terms), i, a, b, from, step, width, c.data, row);
      for (int start = SLICE; start < terms; start += SLICE) {
        Arrays.fill(sums, 0);
        addSlice(start, Math.min(start + SLICE, terms), i, a, b, from, step, width, sums, 0);
        for (int j = 0; j < width; j++) {
          c.data[row + j] += sums[j];
        }
      }
    }
  }

  /** Adds some terms of row i, of all columns, to the sums from {@code at} on. */
  private static void addSlice(
      int start,
      int end,
      int i,
      Matrix a,
      float[] b,
      int from,
      int step,
      int width,
      float[] sums,
      int at) {
    for (int l = start; l < end; l++) {
      float factor = a.data[a.at(i, l)];
      int line = from + l * step;
      for (int j = 0; j < width; j++) {
        sums[at + j] += factor * b[line + j];
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
