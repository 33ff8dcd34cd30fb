package io.github.thalweg.engine.cpu.gemm;

import static io.github.thalweg.engine.cpu.gemm.VectorGemm.ROWS;

import io.github.thalweg.engine.cpu.threads.Matrix;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The left factor of a product, A (m, k), in the order of the innermost loop: six rows side by
 * side, term after term. Every thread has its own copy, made with its first tile: so it fetches
 * another core's data once, not with each panel.
 */
public final class PackedRows {
  /** Elements of a copied factor: more would not stay in the second-level cache. */
  static final int MOST = 1 << 19;

  private static final AtomicLong PRODUCTS = new AtomicLong();
  private static final ThreadLocal<Copy> COPY = ThreadLocal.withInitial(Copy::new);

  private final Matrix matrix;
  private final boolean ofColumns;
  private long product;
  private int rows;
  private int terms;

  /** A thread's. */
  private static final class Copy {
    private float[] data = new float[0];
    private long product;

    void makeRoom(int floats) {
      if (data.length < floats) {
        data = new float[floats];
      }
    }
  }

  private PackedRows(Matrix matrix, boolean ofColumns) {
    this.matrix = matrix;
    this.ofColumns = ofColumns;
  }

  /** A is a matrix. */
  public static PackedRows of(Matrix matrix) {
    return new PackedRows(matrix, false);
  }

  /** A's rows are the columns of a matrix. */
  public static PackedRows ofColumns(Matrix matrix) {
    return new PackedRows(matrix, true);
  }

  /** Begins a product; the copy for the one before is no longer valid. */
  public void begin(int rows, int terms) {
    this.rows = rows;
    this.terms = terms;
    product = PRODUCTS.incrementAndGet();
  }

  /** Length of the sums. */
  int terms() {
    return terms;
  }

  /** The start of a term's factors in {@link #copy}, for the six rows from {@code row} on. */
  int at(int row, int term) {
    return row * terms + term * ROWS;
  }

  /** The calling thread's copy. */
  float[] copy() {
    Copy copy = COPY.get();
    if (copy.product != product) {
      copy.makeRoom(Math.ceilDiv(rows, ROWS) * ROWS * terms);
      if (ofColumns) {
        ColumnPacking.copy(matrix.data, matrix.offset, matrix.columns, rows, terms, copy.data);
      } else {
        for (int row = 0; row < rows; row += ROWS) {
          sixRows(row, copy.data);
        }
      }
      copy.product = product;
    }
    return copy.data;
  }

  /** Copies six rows; the last one replaces missing rows. */
  private void sixRows(int row, float[] to) {
    int last = rows - 1;
    sixRows(
        matrix.data,
        matrix.at(row, 0),
        matrix.at(Math.min(row + 1, last), 0),
        matrix.at(Math.min(row + 2, last), 0),
        matrix.at(Math.min(row + 3, last), 0),
        matrix.at(Math.min(row + 4, last), 0),
        matrix.at(Math.min(row + 5, last), 0),
        terms,
        to,
        at(row, 0));
  }

  private static void sixRows(
      float[] from,
      int row0,
      int row1,
      int row2,
      int row3,
      int row4,
      int row5,
      int terms,
      float[] to,
      int at) {
    for (int l = 0; l < terms; l++) {
      int target = at + l * ROWS;
      to[target] = from[row0 + l];
      to[target + 1] = from[row1 + l];
      to[target + 2] = from[row2 + l];
      to[target + 3] = from[row3 + l];
      to[target + 4] = from[row4 + l];
      to[target + 5] = from[row5 + l];
    }
  }
}
