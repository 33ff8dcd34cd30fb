package io.github.thalweg.train;

import java.util.Arrays;

/**
 * Least squares by an orthogonal factorisation, A = Q·R with Householder's reflections: its errors
 * grow with the condition number of A, those of normal equations with its square. Rows come one by
 * one; a few hundred at a time are reduced to a triangle, so any number of rows fits into memory.
 *
 * <p>The rounding errors of a reflection are relative to the column's length, in any unit. So every
 * statement about accuracy here is about columns scaled to length 1.
 */
final class QrFactorization {
  /** Rows that are reduced at a time. */
  private static final int ROWS = 256;

  private static final double ROUNDING = 0x1p-53;

  /** Sweeps of Jacobi's rotations at most: ten turn any matrix of this size. */
  private static final int SWEEPS = 60;

  /** Columns of A; the right side is one more. */
  private final int columns;

  /** (columns + 1, rows), so that the terms of a sum are next to each other. */
  private final double[][] block;

  private int filled;
  private long rows;

  /**
   * @param columns of A
   */
  QrFactorization(int columns) {
    this.columns = columns;
    block = new double[columns + 1][columns + 1 + ROWS];
  }

  /**
   * Adds a row.
   *
   * @param row (columns + 1): the right side is the last
   */
  void add(double[] row) {
    if (filled == block[0].length) {
      reduce();
    }
    for (int j = 0; j <= columns; j++) {
      block[j][filled] = row[j];
    }
    filled++;
    rows++;
  }

  /**
   * The w that minimises ‖A·w − y‖.
   *
   * @param w (columns)
   * @param errors (columns): the largest rounding error of each element of w
   * @param determined whether an element of w has an exact digit
   * @param condition the factor by which w may change more than A, relatively: the largest singular
   *     value over the smallest, of A with columns of length 1
   * @param weakest (columns): the combination of these columns nearest to 0; of length 1
   */
  record Solution(
      double[] w, double[] errors, boolean determined, double condition, double[] weakest) {}

  /** The answer for the rows so far. */
  Solution solve() {
    reduce();
    double[] lengths = new double[columns];
    double[][] r = new double[columns][columns];
    double[] right = new double[columns];
    for (int j = 0; j < columns; j++) {
      lengths[j] = length(block[j], 0, j + 1);
      for (int i = 0; i <= j; i++) {
        r[i][j] = lengths[j] == 0 ? 0 : block[j][i] / lengths[j];
      }
      right[j] = block[columns][j];
    }
    double[] w = substituted(r, right);
    double ofRight = length(block[columns], 0, columns + 1);
    double residual = Math.abs(block[columns][columns]);
    double[] errors = errors(r, w, ofRight, residual);
    boolean determined = false;
    for (int j = 0; j < columns; j++) {
      determined |= 10 * errors[j] <= Math.max(Math.abs(w[j]), ofRight);
      w[j] /= lengths[j];
      errors[j] /= lengths[j];
    }
    return decomposed(r, w, errors, determined);
  }

  /** Rounding goes up as often as down, so the errors add up like the root of their number. */
  private double unit() {
    return (4 + 2 * Math.sqrt((double) rows + columns)) * ROUNDING;
  }

  /** Turns the rows of the block into a triangle and zeros. */
  private void reduce() {
    for (int j = 0; j < Math.min(columns + 1, filled); j++) {
      double length = length(block[j], j, filled);
      if (length > 0) {
        reflect(j, block[j][j] > 0 ? -length : length);
      }
    }
    filled = Math.min(filled, columns + 1);
  }

  /** Reflects the column below the diagonal to (diagonal, 0, 0 …), and all columns after it. */
  private void reflect(int j, double diagonal) {
    double[] column = block[j];
    double head = column[j] - diagonal;
    for (int k = j + 1; k <= columns; k++) {
      double[] other = block[k];
      double product = head * other[j];
      for (int i = j + 1; i < filled; i++) {
        product += column[i] * other[i];
      }
      double factor = product / (diagonal * head);
      other[j] += factor * head;
      for (int i = j + 1; i < filled; i++) {
        other[i] += factor * column[i];
      }
    }
    column[j] = diagonal;
    Arrays.fill(column, j + 1, filled, 0);
  }

  /** The solution of R·v = right. */
  private static double[] substituted(double[][] r, double[] right) {
    double[] v = new double[right.length];
    for (int i = right.length - 1; i >= 0; i--) {
      double sum = right[i];
      for (int k = i + 1; k < right.length; k++) {
        sum -= r[i][k] * v[k];
      }
      v[i] = sum / r[i][i];
    }
    return v;
  }

  /**
   * Errors to first order: of the columns and of the right side through R⁻¹, and of the columns'
   * products with the residual through (RᵀR)⁻¹.
   */
  private double[] errors(double[][] r, double[] v, double ofRight, double residual) {
    double size = ofRight;
    for (double element : v) {
      size += Math.abs(element);
    }
    double[][] inverse = new double[columns][];
    for (int j = 0; j < columns; j++) {
      double[] one = new double[columns];
      one[j] = 1;
      inverse[j] = substituted(r, one);
    }
    double[] errors = new double[columns];
    for (int i = 0; i < columns; i++) {
      double direct = 0;
      double[] row = new double[columns];
      for (int j = 0; j < columns; j++) {
        direct += inverse[j][i] * inverse[j][i];
        for (int k = 0; k < columns; k++) {
          row[k] += inverse[j][i] * inverse[j][k];
        }
      }
      double throughResidual = 0;
      for (double element : row) {
        throughResidual += Math.abs(element);
      }
      errors[i] = unit() * (Math.sqrt(direct) * size + throughResidual * residual);
    }
    return errors;
  }

  /**
   * The singular values of R by Jacobi's rotations of its columns, which go into {@code turned}.
   */
  private static Solution decomposed(
      double[][] r, double[] w, double[] errors, boolean determined) {
    int n = r.length;
    double[][] vectors = new double[n][n];
    double[][] turned = new double[n][n];
    for (int j = 0; j < n; j++) {
      vectors[j][j] = 1;
      for (int i = 0; i < n; i++) {
        turned[j][i] = r[i][j];
      }
    }
    boolean turns = true;
    for (int sweep = 0; sweep < SWEEPS && turns; sweep++) {
      turns = false;
      for (int p = 0; p < n; p++) {
        for (int q = p + 1; q < n; q++) {
          turns |= turn(turned[p], turned[q], vectors[p], vectors[q]);
        }
      }
    }
    int least = 0;
    double largest = 0;
    for (int j = 0; j < n; j++) {
      largest = Math.max(largest, length(turned[j]));
      least = length(turned[j]) < length(turned[least]) ? j : least;
    }
    return new Solution(w, errors, determined, largest / length(turned[least]), vectors[least]);
  }

  /** Makes two columns orthogonal; whether they were not. */
  private static boolean turn(double[] p, double[] q, double[] ofP, double[] ofQ) {
    double product = product(p, q);
    double pp = product(p, p);
    double qq = product(q, q);
    if (!(Math.abs(product) > ROUNDING * Math.sqrt(pp * qq))) {
      return false;
    }
    double zeta = (qq - pp) / (2 * product);
    double tangent = Math.copySign(1, zeta) / (Math.abs(zeta) + Math.sqrt(1 + zeta * zeta));
    double cosine = 1 / Math.sqrt(1 + tangent * tangent);
    rotate(p, q, cosine, cosine * tangent);
    rotate(ofP, ofQ, cosine, cosine * tangent);
    return true;
  }

  private static void rotate(double[] p, double[] q, double cosine, double sine) {
    for (int i = 0; i < p.length; i++) {
      double before = p[i];
      p[i] = cosine * before - sine * q[i];
      q[i] = sine * before + cosine * q[i];
    }
  }

  private static double length(double[] vector) {
    return length(vector, 0, vector.length);
  }

  /** Squares of float32 numbers neither overflow nor vanish. */
  private static double length(double[] vector, int from, int to) {
    double squares = 0;
    for (int i = from; i < to; i++) {
      squares += vector[i] * vector[i];
    }
    return Math.sqrt(squares);
  }

  private static double product(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
