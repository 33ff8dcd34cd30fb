package io.github.thalweg.engine.cpu;

import io.github.thalweg.engine.cpu.Tiles.Tile;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Matrix multiplication with the Vector API. B is copied, a slice of the sums and a few vectors of
 * columns at a time, into a panel that stays in the first-level cache; A is read where it is. Every
 * element of C is one chain of fused multiply-adds per slice, and the slices are added in order: so
 * it does not depend on how C is cut.
 */
final class VectorGemm implements Gemm {
  static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  static final int LANES = SPECIES.length();

  /** Rows of C that are computed together. */
  private static final int ROWS = 6;

  /** Terms of a slice at most: a panel of them fits the cache, and short sums lose fewer digits. */
  private static final int SLICE = 192;

  /** Vectors in a full panel: AVX-512 and AArch64 have 32 registers, others 16. */
  private static final int VECTORS =
      LANES == 16 || System.getProperty("os.arch").equals("aarch64") ? 4 : 2;

  private static final ThreadLocal<Scratch> SCRATCH = ThreadLocal.withInitial(Scratch::new);

  private final LoopGemm loops = new LoopGemm();

  /** What a thread needs while it multiplies. */
  private static final class Scratch {
    final Panel panel = new Panel(SLICE * VECTORS * LANES);
    final float[] edge = new float[ROWS * VECTORS * LANES];
  }

  @Override
  public String name() {
    return "vector";
  }

  @Override
  public void multiply(Form form, int terms, Matrix a, Matrix b, Matrix c, Tile tile) {
    if (form == Form.A_BT && DotProducts.suit(tile.of())) {
      DotProducts.multiply(terms, a, b, c, tile);
    } else if (tile.of().rows() < ROWS) {
      loops.multiply(form, terms, a, b, c, tile);
    } else {
      throughPanels(form, terms, a, b, c, tile);
    }
  }

  private static void throughPanels(Form form, int terms, Matrix a, Matrix b, Matrix c, Tile tile) {
    for (int i = tile.top(); i < tile.bottom(); i++) {
      Arrays.fill(c.data, c.at(i, tile.left()), c.at(i, tile.right()), 0);
    }
    Scratch scratch = SCRATCH.get();
    scratch.panel.align();
    int slice = Math.ceilDiv(terms, Math.ceilDiv(terms, SLICE));
    for (int from = 0; from < terms; from += slice) {
      int count = Math.min(slice, terms - from);
      for (int left = tile.left(); left < tile.right(); left += VECTORS * LANES) {
        int columns = Math.min(VECTORS * LANES, tile.right() - left);
        if (form.transposesB()) {
          scratch.panel.transpose(b, from, count, left, columns);
        } else {
          scratch.panel.copy(b, from, count, left, columns);
        }
        addProducts(form, a, from, scratch, c, tile, left);
      }
    }
  }

  /** Adds the products with a panel to the tile's rows by the panel's columns. */
  private static void addProducts(
      Form form, Matrix a, int from, Scratch scratch, Matrix c, Tile tile, int left) {
    Panel panel = scratch.panel;
    boolean wholeVectors = panel.columns == panel.width();
    for (int row = tile.top(); row < tile.bottom(); row += ROWS) {
      int above = Math.max(0, row + ROWS - tile.bottom());
      int top = row - above;
      int first = form.transposesA() ? a.at(from, top) : a.at(top, from);
      if (above == 0 && wholeVectors) {
        sixRows(form, a, first, panel, c.data, c.at(top, left), c.columns);
      } else {
        // The last rows are computed together with some above them, which have been added already.
        Arrays.fill(scratch.edge, 0);
        sixRows(form, a, first, panel, scratch.edge, 0, panel.width());
        for (int i = above; i < ROWS; i++) {
          int at = c.at(top + i, left);
          for (int j = 0; j < panel.columns; j++) {
            c.data[at + j] += scratch.edge[i * panel.width() + j];
          }
        }
      }
    }
  }

  private static void sixRows(
      Form form, Matrix a, int first, Panel panel, float[] c, int at, int width) {
    int terms = panel.terms;
    int step = a.columns;
    if (form.transposesA()) {
      switch (panel.vectors) {
        case 4 ->
            ColumnsTimesPanel.byFour(
                terms, a.data, first, step, panel.data, panel.start, c, at, width);
        case 2 ->
            ColumnsTimesPanel.byTwo(
                terms, a.data, first, step, panel.data, panel.start, c, at, width);
        default ->
            ColumnsTimesPanel.byOne(
                terms, a.data, first, step, panel.data, panel.start, c, at, width);
      }
    } else {
      switch (panel.vectors) {
        case 4 ->
            RowsTimesPanel.byFour(
                terms, a.data, first, step, panel.data, panel.start, c, at, width);
        case 2 ->
            RowsTimesPanel.byTwo(terms, a.data, first, step, panel.data, panel.start, c, at, width);
        default ->
            RowsTimesPanel.byOne(terms, a.data, first, step, panel.data, panel.start, c, at, width);
      }
    }
  }
}
