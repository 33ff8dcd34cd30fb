package io.github.thalweg.engine.cpu.threads;

import io.github.thalweg.nn.Kind;

/**
 * A row-major window into an array, of float32 numbers ({@link Matrix}) or of int32 ({@link
 * IntMatrix}). The batch's rows move from step to step; everything else stays where it is.
 */
public abstract sealed class Rows permits Matrix, IntMatrix {
  public int offset;

  /** Elements in a row, which is also the distance between rows. */
  public final int columns;

  Rows(int offset, int columns) {
    this.offset = offset;
    this.columns = columns;
  }

  /** A window into a new array, all zero. */
  public static Rows zeros(Kind kind, int count, int columns) {
    return switch (kind) {
      case FLOAT32 -> new Matrix(new float[count], 0, columns);
      case INT32 -> new IntMatrix(new int[count], 0, columns);
    };
  }

  /** Index of an element in the array. */
  public final int at(int row, int column) {
    return offset + row * columns + column;
  }

  /** Moves to a row of another window of this kind. */
  public abstract void moveTo(Rows rows, int row);

  /** Copies a row of another window of this kind over one here. */
  public abstract void copyRow(Rows rows, int from, int to);

  /** The first elements. */
  public abstract double[] doubles(int count);
}
