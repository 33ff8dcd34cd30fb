package io.github.thalweg.engine.cpu.gemm;

import static io.github.thalweg.engine.cpu.elements.Lanes.LANES;
import static io.github.thalweg.engine.cpu.elements.Lanes.SPECIES;
import static io.github.thalweg.engine.cpu.gemm.VectorGemm.VECTORS;

import io.github.thalweg.engine.cpu.gemm.Gemm.Form;
import io.github.thalweg.engine.cpu.threads.Matrix;
import jdk.incubator.vector.FloatVector;

/**
 * A copy of some columns of op(B): the columns of each term, filled up to whole vectors, one term
 * after the other. The filling is never read.
 */
final class Panel {
  final float[] data;

  /** Start of the copy. */
  private int origin;

  /** Start of the first visible term. */
  int start;

  /** Visible terms. */
  int terms;

  int columns;

  /** Vectors that hold the columns of a term: 1, 2 or 4. */
  int vectors;

  /**
   * @param capacity terms times columns at most
   */
  Panel(int capacity) {
    data = new float[Transposition.width(capacity + Alignment.LINE)];
  }

  /** Floats from one term to the next. */
  int width() {
    return vectors * LANES;
  }

  /**
   * Copies terms from {@code from} on, of as many columns as fit, from {@code left} on, to the
   * start of a cache line.
   *
   * @param right the column to stop at
   */
  void take(Form form, Matrix b, int from, int terms, int left, int right) {
    origin = Alignment.firstAligned(data);
    vectors = Math.min(VECTORS, Math.ceilDiv(right - left, LANES));
    if (vectors == 3) {
      vectors = 2;
    }
    columns = Math.min(width(), right - left);
    if (form.transposesB()) {
      Transposition.copy(b, left, left + columns, from, terms, data, origin, width());
    } else if (columns == width()) {
      vectors(b.data, b.at(from, left), b.columns, terms, data, origin, width());
    } else {
      for (int l = 0; l < terms; l++) {
        System.arraycopy(b.data, b.at(from + l, left), data, origin + l * width(), columns);
      }
    }
  }

  /** Makes {@code terms} of the copied terms visible, from the {@code first} on. */
  void look(int first, int terms) {
    start = origin + first * width();
    this.terms = terms;
  }

  private static void vectors(
      float[] b, int at, int step, int terms, float[] data, int start, int width) {
    for (int l = 0; l < terms; l++) {
      for (int j = 0; j < width; j += LANES) {
        FloatVector.fromArray(SPECIES, b, at + l * step + j).intoArray(data, start + l * width + j);
      }
    }
  }
}
