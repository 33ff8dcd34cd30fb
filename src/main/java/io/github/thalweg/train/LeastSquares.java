package io.github.thalweg.train;

import io.github.thalweg.data.Dataset;
import io.github.thalweg.nn.Dense;
import io.github.thalweg.nn.Layer;
import io.github.thalweg.nn.Loss;
import io.github.thalweg.text.Numbers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The closed-form answer of linear regression, to compare with the result of descent. */
public final class LeastSquares {
  /** The smallest share of a column that counts in a combination of columns that is nearly 0. */
  private static final double TAKES_PART = 0.01;

  /** Above this a condition number is only rounding. */
  private static final double INFINITE = 1e15;

  /** Columns that are named in a sentence. */
  private static final int MOST_NAMES = 5;

  private LeastSquares() {}

  /** The answer to compare descent with. */
  public sealed interface Result {}

  /**
   * The parameters with the lowest mean squared error over the training rows.
   *
   * @param parameters (D) weights, then the bias, if the model has one
   * @param errors the largest error of each because of rounding
   * @param condition of the features, columns scaled to length 1: the factor by which the
   *     parameters may change more than the features
   */
  public record Answer(double[] parameters, double[] errors, double condition) implements Result {
    /** The parameters to the last exact decimal place; 0 if no digit is exact. */
    public double[] held() {
      double[] held = new double[parameters.length];
      Arrays.setAll(held, i -> Numbers.rounded(parameters[i], errors[i]));
      return held;
    }
  }

  /**
   * No parameters: others have the same loss, or no digit is exact because of rounding.
   *
   * @param reason a sentence without its full stop
   */
  public record None(String reason) implements Result {}

  /**
   * The answer for a model of one dense layer with one output, by a QR factorisation in float64.
   *
   * @return empty for any other model or loss
   */
  public static Optional<Result> of(PreparedRun run) {
    return applies(run) ? Optional.of(solve(run)) : Optional.empty();
  }

  private static Result solve(PreparedRun run) {
    Dataset data = run.data().train();
    int parameters = run.program().parameterCount();
    if (data.rows() < parameters) {
      return new None(
          "the training rows do not determine the parameters: there are "
              + parameters
              + " of them and "
              + data.rows()
              + (data.rows() == 1 ? " row" : " rows"));
    }
    QrFactorization factorization = new QrFactorization(parameters);
    double[] row = new double[parameters + 1];
    for (int i = 0; i < data.rows(); i++) {
      read(data, i, row);
      factorization.add(row);
    }
    QrFactorization.Solution solution = factorization.solve();
    return solution.determined()
        ? new Answer(solution.w(), solution.errors(), solution.condition())
        : new None(dependence(data, solution));
  }

  private static String dependence(Dataset data, QrFactorization.Solution solution) {
    List<String> names = new ArrayList<>();
    for (int j = 0; j < solution.weakest().length; j++) {
      if (Math.abs(solution.weakest()[j]) > TAKES_PART) {
        names.add(j < data.columns() ? data.featureNames().get(j) : "the bias");
      }
    }
    if (names.size() == 1) {
      return "the training rows do not determine the parameters: "
          + names.getFirst()
          + " is always 0";
    }
    String dependent =
        names.size() > MOST_NAMES
            ? names.size() + " of the columns"
            : String.join(", ", names.subList(0, names.size() - 1)) + " and " + names.getLast();
    return "the training rows do not determine the parameters: "
        + dependent
        + " depend on each other (the condition number is "
        + (solution.condition() < INFINITE
            ? Numbers.significant(solution.condition(), 2)
            : "infinite")
        + ")";
  }

  private static boolean applies(PreparedRun run) {
    List<Layer> layers = run.program().training().model().layers();
    return layers.size() == 1
        && layers.getFirst() instanceof Dense dense
        && dense.units() == 1
        && run.recipe().loss() instanceof Loss.Mse;
  }

  /**
   * The mean squared error of a linear regression over its training rows, in float64.
   *
   * @param parameters (D) weights, then the bias, if the model has one
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

  /** The factor of each parameter in a row, 1 for the bias, and then the target. */
  private static void read(Dataset data, int i, double[] row) {
    int parameters = row.length - 1;
    for (int j = 0; j < parameters; j++) {
      row[j] = j < data.columns() ? data.feature(i, j) : 1;
    }
    row[parameters] = data.target(i, 0);
  }
}
