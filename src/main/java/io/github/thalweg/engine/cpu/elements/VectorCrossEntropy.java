package io.github.thalweg.engine.cpu.elements;

import static io.github.thalweg.engine.cpu.elements.Lanes.LANES;
import static io.github.thalweg.engine.cpu.elements.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/** The cross-entropy of many classes: exponentials in float32, their sum in float64. */
public final class VectorCrossEntropy {
  /** Classes below which {@link Losses#crossEntropy} is as fast. */
  private static final int FEWEST = 48;

  private VectorCrossEntropy() {}

  /** As {@link CrossEntropy#lossAndGradient}. */
  public static double lossAndGradient(
      int columns, float[] y, int yAt, int target, float[] dy, int dyAt, double scale) {
    if (columns < FEWEST) {
      return Losses.crossEntropy(columns, y, yAt, target, dy, dyAt, scale);
    }
    float max = max(columns, y, yAt);
    double behind = (double) max - y[yAt + target];
    exponentials(columns, y, yAt, max, dy, dyAt);
    dy[dyAt + target] = 0;
    double others = DoubleSum.of(dy, dyAt, columns);
    double share = scale / (others + Math.exp(-behind));
    float factor = (float) share;
    for (int j = dyAt; j < dyAt + columns; j++) {
      dy[j] *= factor;
    }
    dy[dyAt + target] = (float) (-others * share);
    return Losses.crossEntropy(behind, others);
  }

  /** NaN if one of them is. The last vector may overlap the one before. */
  private static float max(int columns, float[] y, int from) {
    FloatVector max = FloatVector.fromArray(SPECIES, y, from + columns - LANES);
    for (int j = 0; j < columns - LANES; j += LANES) {
      max = max.max(FloatVector.fromArray(SPECIES, y, from + j));
    }
    return max.reduceLanes(VectorOperators.MAX);
  }

  /** e^(y − max), and 0 where that is less than float32 holds with all its digits. */
  private static void exponentials(
      int columns, float[] y, int yAt, float max, float[] dy, int dyAt) {
    for (int j = 0; j < columns; j += LANES) {
      VectorMask<Float> mask = SPECIES.indexInRange(j, columns);
      FloatVector x = FloatVector.fromArray(SPECIES, y, yAt + j, mask).sub(max);
      VectorMath.exp(x).blend(0, x.lt(VectorMath.LEAST)).intoArray(dy, dyAt + j, mask);
    }
  }
}
