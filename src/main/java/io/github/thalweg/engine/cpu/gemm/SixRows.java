package io.github.thalweg.engine.cpu.gemm;

import static io.github.thalweg.engine.cpu.gemm.VectorGemm.ROWS;

import io.github.thalweg.engine.cpu.threads.Matrix;

/** Six rows of the left factor at a time, in place or packed. */
interface SixRows {
  /**
   * The first of the six rows to multiply for {@code row}.
   *
   * @param end the row to stop at
   */
  int first(int row, int end);

  /**
   * Multiplies by a panel.
   *
   * @param row from {@link #first}
   * @param from the panel's first term
   * @param at index of the first row's products in {@code c}, each next row {@code width} later
   * @param add whether they are added to the present values
   */
  void times(int row, int from, Panel panel, float[] c, int at, int width, boolean add);

  /**
   * The rows of a matrix. The last ones are computed together with some rows above, which are done
   * already.
   */
  static SixRows of(Matrix a) {
    return new SixRows() {
      @Override
      public int first(int row, int end) {
        return Math.min(row, end - ROWS);
      }

      @Override
      public void times(int row, int from, Panel panel, float[] c, int at, int width, boolean add) {
        int terms = panel.terms;
        int first = a.at(row, from);
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
    };
  }

  /** Packed rows. They are filled up to six. */
  static SixRows of(PackedRows a) {
    float[] x = a.copy();
    return new SixRows() {
      @Override
      public int first(int row, int end) {
        return row;
      }

      @Override
      public void times(int row, int from, Panel panel, float[] c, int at, int width, boolean add) {
        int terms = panel.terms;
        int first = a.at(row, from);
        float[] y = panel.data;
        int start = panel.start;
        switch (panel.vectors) {
          case 4 -> PackedRowsTimesPanel.byFour(terms, x, first, y, start, c, at, width, add);
          case 2 -> PackedRowsTimesPanel.byTwo(terms, x, first, y, start, c, at, width, add);
          default -> PackedRowsTimesPanel.byOne(terms, x, first, y, start, c, at, width, add);
        }
      }
    };
  }
}
