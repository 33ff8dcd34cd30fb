package io.github.thalweg.data;

import io.github.thalweg.CounterRandom;
import io.github.thalweg.InvalidInputException;
import java.util.List;

/**
 * Artificial points near a straight line, y = {@code slope}·x + {@code intercept} + {@code noise}·ε
 * with ε standard normal, to watch a model of two weights find them again. The x are evenly spaced
 * over [−1, 1].
 *
 * @param points N, at least 2
 * @param slope w₁
 * @param intercept w₂
 * @param noise standard deviation of the noise, at least 0
 * @param seed draws the noise
 */
public record NoisyLine(int points, double slope, double intercept, double noise, long seed) {
  /** Stream of the seed for this noise. */
  private static final long STREAM = 3L << 32;

  public NoisyLine {
    if (points < 2) {
      throw new InvalidInputException("A line needs at least 2 points, not " + points + ".");
    }
    if (!Double.isFinite(slope) || !Double.isFinite(intercept)) {
      throw new InvalidInputException(
          "The slope and the intercept of a line must be finite; they are "
              + slope
              + " and "
              + intercept
              + ".");
    }
    if (!(noise >= 0 && Double.isFinite(noise))) {
      throw new InvalidInputException(
          "The noise of a line is a standard deviation, 0 or more and finite, not " + noise + ".");
    }
  }

  /** 50 points near y = 2x − 1 with noise 0.1. */
  public NoisyLine(long seed) {
    this(50, 2, -1, 0.1, seed);
  }

  /** The points, features and targets both (N, 1). */
  public Dataset dataset() {
    CounterRandom random = new CounterRandom(seed, STREAM);
    double[] x = new double[points];
    double[] y = new double[points];
    for (int i = 0; i < points; i++) {
      x[i] = -1 + 2.0 * i / (points - 1);
      y[i] = slope * x[i] + intercept + noise * random.gaussian(i);
    }
    return new Dataset(
        points,
        1,
        Values.of(x),
        1,
        Values.of(y),
        new Task.Regression(),
        List.of("x"),
        Origin.rows("the line"));
  }
}
