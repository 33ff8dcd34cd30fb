package io.github.thalweg.train;

import java.math.BigDecimal;
import java.math.MathContext;

/** Normal equations with a hundred digits, by Gauss and Jordan's elimination. */
final class ExactLeastSquares {
  private static final MathContext DIGITS = new MathContext(100);

  private ExactLeastSquares() {}

  /** Weights, and behind them the bias. */
  static double[] solve(double[][] x, double[] y) {
    int n = x[0].length + 1;
    BigDecimal[][] system = new BigDecimal[n][n + 1];
    for (int a = 0; a < n; a++) {
      for (int b = 0; b <= n; b++) {
        BigDecimal sum = BigDecimal.ZERO;
        for (int i = 0; i < x.length; i++) {
          BigDecimal right = b < n ? element(x[i], b) : new BigDecimal(y[i]);
          sum = sum.add(element(x[i], a).multiply(right));
        }
        system[a][b] = sum;
      }
    }
    for (int column = 0; column < n; column++) {
      for (int i = 0; i < n; i++) {
        if (i != column) {
          BigDecimal factor = system[i][column].divide(system[column][column], DIGITS);
          for (int j = column; j <= n; j++) {
            system[i][j] = system[i][j].subtract(factor.multiply(system[column][j]), DIGITS);
          }
        }
      }
    }
    double[] solution = new double[n];
    for (int i = 0; i < n; i++) {
      solution[i] = system[i][n].divide(system[i][i], DIGITS).doubleValue();
    }
    return solution;
  }

  private static BigDecimal element(double[] row, int j) {
    return new BigDecimal(j < row.length ? row[j] : 1);
  }
}
