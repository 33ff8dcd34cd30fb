package io.github.thalweg.cli.train;

import io.github.thalweg.cli.terminal.Screen;
import io.github.thalweg.engine.Session;
import io.github.thalweg.nn.Parameter;
import io.github.thalweg.text.Numbers;
import io.github.thalweg.train.LeastSquares;
import io.github.thalweg.train.PreparedRun;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Prints the parameters of a small model, the last gradient, and for a linear regression the
 * closed-form answer beside the result of descent, or why there is no such answer.
 */
final class ParameterTable {
  private static final int MOST_PARAMETERS = 32;

  /** From here on it says why digits are missing. */
  private static final double ILL_CONDITIONED = 1e6;

  private ParameterTable() {}

  static void print(Screen screen, boolean json, PreparedRun run, Session session) {
    if (run.program().parameterCount() > MOST_PARAMETERS) {
      return;
    }
    float[] theta = session.parameters();
    Optional<LeastSquares.Result> closedForm = LeastSquares.of(run);
    if (json) {
      Map<String, Object> line = new LinkedHashMap<>();
      line.put("parameters", named(run, theta));
      line.put("gradient", named(run, session.gradient()));
      closedForm.ifPresent(result -> put(line, result));
      screen.print(line);
      return;
    }
    float[] gradient = session.gradient();
    for (Parameter parameter : run.program().training().model().parameters()) {
      screen.print("");
      screen.print(parameter.name() + " " + parameter.shape());
      rows(parameter, theta).forEach(screen::print);
      screen.print("its last gradient");
      rows(parameter, gradient).forEach(screen::print);
    }
    closedForm.ifPresent(result -> {
      screen.print("");
      switch (result) {
        case LeastSquares.Answer answer -> compare(screen, theta, answer);
        case LeastSquares.None(String reason) ->
            screen.print("There is no least-squares answer to compare with: " + reason + ".");
      }
    });
  }

  private static void put(Map<String, Object> line, LeastSquares.Result result) {
    switch (result) {
      case LeastSquares.Answer answer -> {
        line.put("least_squares", answer.held());
        line.put("least_squares_condition", answer.condition());
      }
      case LeastSquares.None(String reason) -> line.put("no_least_squares", reason);
    }
  }

  private static void compare(Screen screen, float[] theta, LeastSquares.Answer answer) {
    screen.print("         descent   least squares");
    for (int i = 0; i < theta.length; i++) {
      screen.print(
          String.format(
              Locale.ROOT,
              "w%-3d %11s     %11s",
              i + 1,
              Numbers.fixed(theta[i], 4, 6),
              Numbers.held(answer.parameters()[i], answer.errors()[i], 4, 6)));
    }
    if (answer.condition() > ILL_CONDITIONED) {
      screen.print(
          "The least-squares answer has only the digits that are exact: the condition number of the features is "
              + Numbers.significant(answer.condition(), 2)
              + ".");
    }
  }

  private static Map<String, Object> named(PreparedRun run, float[] flat) {
    Map<String, Object> named = new LinkedHashMap<>();
    for (Parameter parameter : run.program().training().model().parameters()) {
      named.put(parameter.name(), values(parameter, flat));
    }
    return named;
  }

  private static float[] values(Parameter parameter, float[] flat) {
    return Arrays.copyOfRange(flat, parameter.offset(), parameter.offset() + parameter.size());
  }

  private static List<String> rows(Parameter parameter, float[] flat) {
    float[] values = values(parameter, flat);
    int columns = parameter.shape().getLast();
    List<String> rows = new ArrayList<>();
    for (int from = 0; from < values.length; from += columns) {
      StringBuilder row = new StringBuilder();
      for (int j = 0; j < columns; j++) {
        row.append(String.format(Locale.ROOT, "  %12s", Numbers.fixed(values[from + j], 3, 8)));
      }
      rows.add(row.toString());
    }
    return rows;
  }
}
