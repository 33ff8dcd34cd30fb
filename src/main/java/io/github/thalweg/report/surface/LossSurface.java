package io.github.thalweg.report.surface;

import io.github.thalweg.engine.Session;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntConsumer;

/**
 * The loss over a plane of parameters, θ(a, b) = centre + a·first + b·second, at the nodes of a
 * grid.
 *
 * @param kind {@code weights}, if a and b are the two weights of a model, or {@code directions}
 * @param x the values of a, ascending
 * @param y the values of b, ascending
 * @param loss (y, x): the mean loss over the training rows; null if it is not finite
 */
public record LossSurface(String kind, double[] x, double[] y, Float[][] loss) {

  /** A plane in the space of parameters; all three are (P). */
  public record Plane(float[] centre, float[] first, float[] second) {
    /** The plane of a model with at most two parameters. */
    static Plane ofTwoWeights() {
      return new Plane(new float[2], new float[] {1, 0}, new float[] {0, 1});
    }

    private void point(double a, double b, float[] theta) {
      for (int i = 0; i < theta.length; i++) {
        theta[i] = (float) (centre[i] + a * first[i] + b * second[i]);
      }
    }
  }

  /** Part of a plane. */
  public record Region(double left, double right, double bottom, double top) {
    private static double[] nodes(double from, double to, int count) {
      double[] nodes = new double[count];
      Arrays.setAll(nodes, i -> from + (to - from) * i / (count - 1));
      return nodes;
    }
  }

  /**
   * Evaluates the nodes one after the other, on the session's device. After that the session has
   * the parameters of the last node.
   *
   * @param nodes along each side, at least 2
   * @param evaluated receives the number of evaluated nodes, after each
   * @param rows of the training part for the mean loss
   */
  public static LossSurface of(
      String kind,
      Session session,
      Plane plane,
      Region region,
      int nodes,
      int rows,
      IntConsumer evaluated) {
    double[] x = Region.nodes(region.left, region.right, nodes);
    double[] y = Region.nodes(region.bottom, region.top, nodes);
    Float[][] loss = new Float[nodes][nodes];
    float[] theta = new float[plane.centre.length];
    for (int j = 0; j < nodes; j++) {
      for (int i = 0; i < nodes; i++) {
        plane.point(x[i], y[j], theta);
        session.parameters(theta);
        float value = (float) session.evaluate(Session.Part.TRAIN, rows).loss();
        loss[j][i] = Float.isFinite(value) ? value : null;
        evaluated.accept(j * nodes + i + 1);
      }
    }
    return new LossSurface(kind, x, y, loss);
  }

  public Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("kind", kind);
    map.put("x", x);
    map.put("y", y);
    map.put("loss", loss);
    return map;
  }
}
