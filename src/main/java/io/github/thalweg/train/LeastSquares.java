package io.github.thalweg.train;

import io.github.thalweg.data.Dataset;
import io.github.thalweg.nn.Dense;
import io.github.thalweg.nn.Layer;
import io.github.thalweg.nn.Loss;
import java.util.List;
import java.util.Optional;

/** The closed-form answer of linear regression, to hold what descent has found against. */
public final class LeastSquares {
  /**
   * With columns of length 1, a pivot is the share of a column's Σx² that the columns before it do
   * not explain; one as small as this means that the columns are dependent.
   */
  private static final double SINGULAR = 1e-12;

  private LeastSquares() {}

  /**
   * The parameters that make the mean squared error of a model of one dense layer with one output
   * as small as it can be, from the normal equations XᵀX·w = Xᵀy in float64.
   *
   * @return (D) weights and behind them the bias, if the model has one; empty for any other model
   *     or loss, and when the rows do not determine the parameters
   */
  public static Optional<double[]> solve(PreparedRun run) {
    if (!applies(run)) {
      return Optional.empty();
    }
    return solve(normalEquations(run.data().train(), run.program().parameterCount()));
  }

  /**
   * Whether this is a linear regression of one target: then {@link #solve} finds its answer, unless
   * the rows do not determine the parameters.
   */
  public static boolean applies(PreparedRun run) {
    List<Layer> layers = run.program().training().model().layers();
    return layers.size() == 1
        && layers.getFirst() instanceof Dense dense
        && dense.units() == 1
        && run.recipe().loss() instanceof Loss.Mse;
  }

  /**
   * The mean squared error of a linear regression over its training rows, in float64.
   *
   * @param parameters (D) weights and behind them the bias, if the model has one
   */
  public static double loss(PreparedRun run, double[] parameters) {
    Dataset data = run.data().train();
    double[] row = new double[parameters.length + 1];
    double sum = 0;
    for (int i = 0; i < data.rows(); i++) {
      read(data, i, row);
      double residual = -row[parameters.length];
      for (int j = 0; j < parameters.length; j++) {
        residual += row[j] * parameters[j];
      }
      sum += residual * residual;
    }
    return sum / data.rows();
  }

  /** XᵀX with Xᵀy as the last column, (P, P + 1). */
  private static double[][] normalEquations(Dataset data, int parameters) {
    double[][] system = new double[parameters][parameters + 1];
    double[] row = new double[parameters + 1];
    for (int i = 0; i < data.rows(); i++) {
      read(data, i, row);
      for (int a = 0; a < parameters; a++) {
        for (int b = 0; b <= parameters; b++) {
          system[a][b] += row[a] * row[b];
        }
      }
    }
    return system;
  }

  /** What each parameter is multiplied with in a row, 1 for the bias, and behind it the target. */
  private static void read(Dataset data, int i, double[] row) {
    int parameters = row.length - 1;
    for (int j = 0; j < parameters; j++) {
      row[j] = j < data.columns() ? data.feature(i, j) : 1;
    }
    row[parameters] = data.target(i, 0);
  }

  /**
   * Gauss and Jordan's elimination; XᵀX is positive definite, so that no rows need to change
   * places.
   */
  private static Optional<double[]> solve(double[][] system) {
    int n = system.length;
    double[] lengths = new double[n];
    for (int i = 0; i < n; i++) {
      lengths[i] = Math.sqrt(system[i][i]);
    }
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= n; j++) {
        system[i][j] /= lengths[i] * (j < n ? lengths[j] : 1);
      }
    }
    for (int column = 0; column < n; column++) {
      double[] line = system[column];
      if (!(line[column] > SINGULAR)) {
        return Optional.empty();
      }
      for (int i = 0; i < n; i++) {
        double factor = i == column ? 0 : system[i][column] / line[column];
        for (int j = column; j <= n; j++) {
          system[i][j] -= factor * line[j];
        }
      }
    }
    double[] solution = new double[n];
    for (int i = 0; i < n; i++) {
      solution[i] = system[i][n] / system[i][i] / lengths[i];
    }
    return Optional.of(solution);
  }
}
