package io.github.thalweg.report.surface;

import io.github.thalweg.CounterRandom;
import io.github.thalweg.nn.Model;
import io.github.thalweg.nn.Parameter;

/**
 * Random directions in the space of parameters that are as long as the model, unit by unit: each
 * row of a weight is a Gaussian vector scaled to the length of the model's row, and biases stay.
 * Without that a surface would show the size of the weights and not the shape of the loss. H. Li,
 * Z. Xu, G. Taylor, C. Studer, T. Goldstein, "Visualizing the Loss Landscape of Neural Nets"
 * (2018), section 4.
 */
public final class FilterDirections {
  /** Stream of the seed for directions; parameter p of direction d adds 2p + d. */
  private static final long STREAM = 4L << 32;

  private FilterDirections() {}

  /**
   * The plane through the model along two such directions.
   *
   * @param theta (P), the model
   */
  public static LossSurface.Plane plane(Model model, float[] theta, long seed) {
    return new LossSurface.Plane(
        theta, direction(model, theta, seed, 0), direction(model, theta, seed, 1));
  }

  private static float[] direction(Model model, float[] theta, long seed, int which) {
    float[] direction = new float[theta.length];
    int stream = 0;
    for (Parameter parameter : model.parameters()) {
      CounterRandom random = new CounterRandom(seed, STREAM + 2L * stream++ + which);
      if (parameter.shape().size() == 2) {
        int columns = parameter.shape().getLast();
        for (int row = 0; row < parameter.size(); row += columns) {
          scaledRow(random, row, theta, direction, parameter.offset() + row, columns);
        }
      }
    }
    return direction;
  }

  private static void scaledRow(
      CounterRandom random, int first, float[] theta, float[] direction, int offset, int columns) {
    double[] drawn = new double[columns];
    double drawnSquares = 0;
    double modelSquares = 0;
    for (int j = 0; j < columns; j++) {
      drawn[j] = random.gaussian(first + j);
      drawnSquares += drawn[j] * drawn[j];
      modelSquares += (double) theta[offset + j] * theta[offset + j];
    }
    double scale = Math.sqrt(modelSquares / drawnSquares);
    for (int j = 0; j < columns; j++) {
      direction[offset + j] = (float) (drawn[j] * scale);
    }
  }
}
