package io.github.thalweg.report.surface;

import io.github.thalweg.engine.Session;
import io.github.thalweg.train.LeastSquares;
import io.github.thalweg.train.PreparedRun;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntConsumer;

/**
 * The paths of two weights, and the loss surface below them.
 *
 * @param points w₁, w₂ and the loss there, of every path one after the other
 * @param startLoss the highest loss at the start of a path
 */
public record Descent(List<double[]> points, double startLoss) {
  /** Nodes along a side of the surface. */
  private static final int NODES = 49;

  /** A path that climbs above this many times its start has left the picture. */
  private static final double CLIMB = 2.5;

  /** Room around the paths, as a share of their size. */
  private static final double ROOM = 0.25;

  /** Half the side of the square at least, for paths that start at the minimum. */
  private static final double LEAST_REACH = 1e-3;

  /** Most rows for evaluating the surface, so that the user does not wait long. */
  private static final int MOST_ROWS = 20_000;

  /**
   * Paths of one run each.
   *
   * @param paths points of w₁, w₂ and the loss there; none is empty
   */
  public static Descent of(List<List<double[]>> paths) {
    double start = paths.stream().mapToDouble(path -> path.getFirst()[2]).max().orElseThrow();
    return new Descent(paths.stream().flatMap(List::stream).toList(), start);
  }

  /**
   * The surface around the paths for {@code surface.json} and, for a linear regression, its
   * closed-form answer; this changes the session's parameters.
   */
  public Map<String, Object> picture(PreparedRun run, Session session) {
    return picture(run, session, NODES, _ -> {});
  }

  /**
   * @param nodes along each side
   * @param evaluated receives the number of evaluated nodes, after each
   */
  public Map<String, Object> picture(
      PreparedRun run, Session session, int nodes, IntConsumer evaluated) {
    Optional<LeastSquares.Result> closedForm = LeastSquares.of(run);
    LossSurface surface =
        LossSurface.of(
            "weights",
            session,
            LossSurface.Plane.ofTwoWeights(),
            region(closedForm.flatMap(Descent::minimum)),
            nodes,
            Math.min(run.data().train().rows(), MOST_ROWS),
            evaluated);
    Map<String, Object> map = new LinkedHashMap<>(surface.toMap());
    closedForm.ifPresent(result -> map.put("least_squares", closedForm(run, result)));
    return map;
  }

  private static Optional<double[]> minimum(LeastSquares.Result result) {
    return switch (result) {
      case LeastSquares.Answer answer -> Optional.of(answer.held());
      case LeastSquares.None _ -> Optional.empty();
    };
  }

  /**
   * Weights with their exact digits, and the loss over all training rows, or why there are none.
   */
  private static Map<String, Object> closedForm(PreparedRun run, LeastSquares.Result result) {
    Map<String, Object> map = new LinkedHashMap<>();
    switch (result) {
      case LeastSquares.Answer answer -> {
        map.put("weights", answer.held());
        map.put("loss", LeastSquares.loss(run, answer.parameters()));
      }
      case LeastSquares.None(String reason) -> map.put("reason", reason);
    }
    return map;
  }

  /**
   * A square around the paths, except where they climb away: centred on the minimum if that has a
   * closed form. Other models may have several minima, so their square is centred on 0, where
   * weights start.
   */
  LossSurface.Region region(Optional<double[]> minimum) {
    double x = minimum.map(w -> w[0]).orElse(0.0);
    double y = minimum.map(w -> w[1]).orElse(0.0);
    double reach =
        points.stream()
            .filter(point -> point[2] <= CLIMB * startLoss)
            .mapToDouble(point -> Math.max(Math.abs(point[0] - x), Math.abs(point[1] - y)))
            .max()
            .orElse(0);
    double half = (1 + ROOM) * Math.max(reach, minimum.isPresent() ? LEAST_REACH : 1);
    return new LossSurface.Region(x - half, x + half, y - half, y + half);
  }
}
