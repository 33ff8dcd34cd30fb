package io.github.thalweg.engine.cpu;

import io.github.thalweg.engine.cpu.Tiles.Tile;
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
  static final int ROWS = 6;

  /** Terms of a slice at most: a panel of them fits the cache, and short sums lose fewer digits. */
  static final int SLICE = 192;

  /** Elements of A that stay in the second-level cache while panel after panel passes. */
  private static final int BLOCK = 1 << 18;

  /** Rows that a panel must serve to be worth its copying. */
  private static final int FEWEST_ROWS = 96;

  /** Vectors in a full panel: AVX-512 and AArch64 have 32 registers, others 16. */
  static final int VECTORS = LANES == 16 || System.getProperty("os.arch").equals("aarch64") ? 4 : 2;

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
  public Activations activations() {
    return new VectorActivations();
  }

  @Override
  public void multiply(Form form, int terms, Matrix a, Matrix b, Matrix c, Tile tile) {
    if (form == Form.A_BT && DotProducts.suit(tile.of(), terms)) {
      DotProducts.multiply(terms, a, b, c, tile);
    } else if (tile.of().rows() < ROWS) {
      loops.multiply(form, terms, a, b, c, tile);
    } else {
      throughPanels(form, terms, a, b, c, tile);
    }
  }

  private static void throughPanels(Form form, int terms, Matrix a, Matrix b, Matrix c, Tile tile) {
    Scratch scratch = SCRATCH.get();
    Panel panel = scratch.panel;
    panel.align();
    int slice = Math.ceilDiv(terms, Math.ceilDiv(terms, SLICE));
    int blocks = Math.ceilDiv(tile.rows(), Math.max(FEWEST_ROWS, BLOCK / terms));
    int block = Math.ceilDiv(Math.ceilDiv(tile.rows(), blocks), ROWS) * ROWS;
    for (int top = tile.top(); top < tile.bottom(); top += block) {
      int bottom = Math.min(tile.bottom(), top + block);
      for (int left = tile.left(); left < tile.right(); left += panel.columns) {
        for (int from = 0; from < terms; from += slice) {
          panel.take(form, b, from, Math.min(slice, terms - from), left, tile.right());
          timesPanel(a, from, scratch, c, top, bottom, left);
        }
      }
    }
  }

  /** Adds the products with a panel to some rows of C by the panel's columns. */
  private static void timesPanel(
      Matrix a, int from, Scratch scratch, Matrix c, int start, int end, int left) {
    Panel panel = scratch.panel;
    boolean wholeVectors = panel.columns == panel.width();
    for (int row = start; row < end; row += ROWS) {
      // The last rows are computed together with some above them, which are there already.
      int above = Math.max(0, row + ROWS - end);
      int top = row - above;
      int first = a.at(top, from);
      if (above == 0 && wholeVectors) {
        sixRows(a, first, panel, c.data, c.at(top, left), c.columns, from > 0);
      } else {
        sixRows(a, first, panel, scratch.edge, 0, panel.width(), false);
        for (int i = above; i < ROWS; i++) {
          int at = c.at(top + i, left);
          int edge = i * panel.width();
          if (from == 0) {
            System.arraycopy(scratch.edge, edge, c.data, at, panel.columns);
          } else {
            for (int j = 0; j < panel.columns; j++) {
              c.data[at + j] += scratch.edge[edge + j];
            }
          }
        }
      }
    }
  }

  private static void sixRows(
      Matrix a, int first, Panel panel, float[] c, int at, int width, boolean add) {
    int terms = panel.terms;
    int step = a.columns;
    float[] x = a.data;
    float[] y = panel.data;
    int start = panel.start;
    switch (panel.vectors) {
      case 4 -> RowsTimesPanel.byFour(terms, x, first, step, y, start, c, at, width, add);
      case 2 -> RowsTimesPanel.byTwo(terms, x, first, step, y, start, c, at, width, add);
      default -> RowsTimesPanel.byOne(terms, x, first, step, y, start, c, at, width, add);
    }
  }
}
