package io.github.thalweg.engine.cpu.gemm;

import static io.github.thalweg.engine.cpu.elements.Lanes.LANES;

import io.github.thalweg.engine.cpu.elements.ActivationFunctions;
import io.github.thalweg.engine.cpu.elements.CrossEntropy;
import io.github.thalweg.engine.cpu.elements.VectorActivations;
import io.github.thalweg.engine.cpu.elements.VectorCrossEntropy;
import io.github.thalweg.engine.cpu.threads.Matrix;
import io.github.thalweg.engine.cpu.threads.Tiles;
import io.github.thalweg.engine.cpu.threads.Tiles.Tile;

/**
 * Matrix multiplication with the Vector API. B is copied into a panel, a few vectors of columns
 * wide, that stays in the second-level cache; A is read in place, or packed. Every element of C is
 * one chain of fused multiply-adds per slice, and the slices are added in order. So it does not
 * depend on the cut of C, or on packing A.
 */
public final class VectorGemm implements Gemm {
  /** Rows of C that are computed together. */
  static final int ROWS = 6;

  /** Terms of a slice at most: longer sums lose digits, shorter ones go through C more often. */
  static final int SLICE = 344;

  /** Elements of A that stay in the second-level cache while panel after panel passes. */
  private static final int BLOCK = 1 << 18;

  /** Least rows for which copying a panel pays. */
  private static final int FEWEST_ROWS = 96;

  /** Terms that are copied into a panel together: long runs come faster from memory. */
  private static final int PANEL_TERMS = 1024;

  /** From this many columns of C for each thread on, packing A pays. */
  private static final int MANY_COLUMNS = 384;

  /** With fewer rows or terms, packing A hardly pays. */
  private static final int FEW = 48;

  /** Vectors in a full panel: AVX-512 and AArch64 have 32 registers, others 16. */
  static final int VECTORS = LANES == 16 || System.getProperty("os.arch").equals("aarch64") ? 4 : 2;

  private static final ThreadLocal<Scratch> SCRATCH = ThreadLocal.withInitial(Scratch::new);

  private final LoopGemm loops = new LoopGemm();

  /** A thread's memory for multiplying. */
  private static final class Scratch {
    final Panel panel = new Panel(PANEL_TERMS * VECTORS * LANES);
    final float[] edge = new float[ROWS * VECTORS * LANES];
  }

  @Override
  public String name() {
    return "vector";
  }

  @Override
  public ActivationFunctions activations() {
    return new VectorActivations();
  }

  @Override
  public CrossEntropy crossEntropy() {
    return VectorCrossEntropy::lossAndGradient;
  }

  @Override
  public void multiply(Form form, int terms, Matrix a, Matrix b, Matrix c, Tile tile) {
    if (form == Form.A_BT && DotProducts.suit(tile.of(), terms)) {
      DotProducts.multiply(terms, a, b, c, tile);
    } else if (tile.of().rows() < ROWS) {
      loops.multiply(form, terms, a, b, c, tile);
    } else {
      throughPanels(form, terms, SixRows.of(a), b, c, tile);
    }
  }

  @Override
  public boolean packs(Tiles tiles, int terms, int threads) {
    return !tiles.byRows()
        && tiles.columns() >= MANY_COLUMNS * threads
        && Math.min(tiles.rows(), terms) >= FEW
        && (long) tiles.rows() * terms <= PackedRows.MOST;
  }

  @Override
  public void multiply(Form form, PackedRows a, Matrix b, Matrix c, Tile tile) {
    throughPanels(form, a.terms(), SixRows.of(a), b, c, tile);
  }

  private static void throughPanels(
      Form form, int terms, SixRows a, Matrix b, Matrix c, Tile tile) {
    Scratch scratch = SCRATCH.get();
    Panel panel = scratch.panel;
    int slice = Math.ceilDiv(terms, Math.ceilDiv(terms, SLICE));
    int slices = PANEL_TERMS / slice * slice;
    int blocks = Math.ceilDiv(tile.rows(), Math.max(FEWEST_ROWS, BLOCK / terms));
    int block = Math.ceilDiv(Math.ceilDiv(tile.rows(), blocks), ROWS) * ROWS;
    for (int top = tile.top(); top < tile.bottom(); top += block) {
      int bottom = Math.min(tile.bottom(), top + block);
      for (int left = tile.left(); left < tile.right(); left += panel.columns) {
        for (int from = 0; from < terms; from += slice) {
          if (from % slices == 0) {
            panel.take(form, b, from, Math.min(slices, terms - from), left, tile.right());
          }
          panel.look(from % slices, Math.min(slice, terms - from));
          timesPanel(a, from, scratch, c, top, bottom, left);
        }
      }
    }
  }

  /** Adds the products with a panel to some rows of C by the panel's columns. */
  private static void timesPanel(
      SixRows a, int from, Scratch scratch, Matrix c, int start, int end, int left) {
    Panel panel = scratch.panel;
    boolean wholeVectors = panel.columns == panel.width();
    for (int row = start; row < end; row += ROWS) {
      int first = a.first(row, end);
      if (first == row && row + ROWS <= end && wholeVectors) {
        a.times(row, from, panel, c.data, c.at(row, left), c.columns, from > 0);
      } else {
        a.times(first, from, panel, scratch.edge, 0, panel.width(), false);
        for (int i = row; i < Math.min(first + ROWS, end); i++) {
          int at = c.at(i, left);
          int edge = (i - first) * panel.width();
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
}
