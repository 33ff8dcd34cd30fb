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
 * Where the paths of two weights run, and the loss surface below them.
 *
 * @param points w₁, w₂ and the loss there, of every path one after the other
 * @param startLoss the highest loss that a path starts from
 */
public record Descent(List<double[]> points, double startLoss) {
  /** Nodes along a side of the surface. */
  private static final int NODES = 49;

  /** A path that climbs beyond this many times its start has left the picture. */
  private static final double CLIMB = 2.5;

  /** Room around the paths, as a share of their reach. */
  private static final double ROOM = 0.25;

  /** Half the side of the square at least, for paths that start at the minimum. */
  private static final double LEAST_REACH = 1e-3;

  /** Rows that the surface is evaluated on at most: as many as take no longer than people wait. */
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
   * The surface around the paths for {@code surface.json} and, of a linear regression, its
   * closed-form answer; the session's parameters are others then.
   */
  public Map<String, Object> picture(PreparedRun run, Session session) {
    return picture(run, session, NODES, _ -> {});
  }

  /**
   * @param nodes along each side
   * @param evaluated is told how many of the nodes have been evaluated, after each
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
   * Weights, as far as their digits hold, and loss over all training rows, or why there are none.
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
   * A square that holds the paths, as far as they do not climb away: about the minimum where there
   * is a closed form of it. A model that has none may have several minima, so it is a square about
   * 0 then, where weights start.
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
