package io.github.thalweg.engine.cpu;

import io.github.thalweg.nn.Loss;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * A layer with one output (linear and logistic regression) with the Vector API: outputs, loss and
 * gradient of a strip of rows, each row read from memory once.
 *
 * <p>A processor reads ahead in every stream of addresses that it sees, but not far in one. So the
 * rows come from four streams, the quarters of the strip, and few at a time, so that reading goes
 * on while they are computed with: 14 GB/s a core instead of 10.
 */
final class SingleOutput {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();

  private static final int STREAMS = 4;

  /** Rows of each stream that are read before their losses are computed. */
  private static final int AHEAD = 4;

  private SingleOutput() {}

  /**
   * One pass over a strip.
   *
   * @param x (at least rows, inputs)
   * @param t targets, (at least rows, 1)
   * @param theta holds the weights from {@code weightAt}
   * @param bias b
   * @param scale of the derivatives
   * @param y scratch, (rows)
   * @param dy takes the derivatives in the order in which they are computed, (rows)
   * @param g takes Σ dy·x, (inputs)
   * @return the sum of the losses
   */
  static double pass(
      Loss loss,
      int rows,
      int inputs,
      Matrix x,
      Matrix t,
      float[] theta,
      int weightAt,
      float bias,
      double scale,
      float[] y,
      float[] dy,
      float[] g) {
    Arrays.fill(g, 0, inputs, 0);
    int quarter = rows / STREAMS;
    double sum = 0;
    float[] targets = new float[AHEAD * STREAMS];
    for (int i = 0; i < quarter; i += AHEAD) {
      int ahead = Math.min(AHEAD, quarter - i);
      int at = i * STREAMS;
      for (int k = 0; k < ahead; k++) {
        int out = at + k * STREAMS;
        fourDots(inputs, x.data, x.at(i + k, 0), quarter * inputs, theta, weightAt, y, out);
        for (int s = 0; s < STREAMS; s++) {
          y[out + s] += bias;
          targets[k * STREAMS + s] = t.data[t.at(i + k + s * quarter, 0)];
        }
      }
      sum += Losses.lossAndGradient(loss, ahead * STREAMS, 1, y, at, targets, 0, dy, at, scale);
      for (int k = 0; k < ahead; k++) {
        addFour(inputs, x.data, x.at(i + k, 0), quarter * inputs, dy, at + k * STREAMS, g);
      }
    }
    for (int i = quarter * STREAMS; i < rows; i++) {
      y[i] = dot(inputs, x.data, x.at(i, 0), theta, weightAt) + bias;
      sum += Losses.lossAndGradient(loss, 1, 1, y, i, t.data, t.at(i, 0), dy, i, scale);
      addOne(inputs, x.data, x.at(i, 0), dy[i], g);
    }
    return sum;
  }

  /** x·w of four rows that lie {@code step} apart. */
  private static void fourDots(
      int inputs, float[] x, int xAt, int step, float[] w, int wAt, float[] y, int yAt) {
    int at1 = xAt + step;
    int at2 = at1 + step;
    int at3 = at2 + step;
    FloatVector sum0 = FloatVector.zero(SPECIES);
    FloatVector sum1 = FloatVector.zero(SPECIES);
    FloatVector sum2 = FloatVector.zero(SPECIES);
    FloatVector sum3 = FloatVector.zero(SPECIES);
    int whole = SPECIES.loopBound(inputs);
    for (int j = 0; j < whole; j += LANES) {
      FloatVector weights = FloatVector.fromArray(SPECIES, w, wAt + j);
      sum0 = FloatVector.fromArray(SPECIES, x, xAt + j).fma(weights, sum0);
      sum1 = FloatVector.fromArray(SPECIES, x, at1 + j).fma(weights, sum1);
      sum2 = FloatVector.fromArray(SPECIES, x, at2 + j).fma(weights, sum2);
      sum3 = FloatVector.fromArray(SPECIES, x, at3 + j).fma(weights, sum3);
    }
    if (whole < inputs) {
      VectorMask<Float> rest = SPECIES.indexInRange(whole, inputs);
      FloatVector weights = FloatVector.fromArray(SPECIES, w, wAt + whole, rest);
      sum0 = FloatVector.fromArray(SPECIES, x, xAt + whole, rest).fma(weights, sum0);
      sum1 = FloatVector.fromArray(SPECIES, x, at1 + whole, rest).fma(weights, sum1);
      sum2 = FloatVector.fromArray(SPECIES, x, at2 + whole, rest).fma(weights, sum2);
      sum3 = FloatVector.fromArray(SPECIES, x, at3 + whole, rest).fma(weights, sum3);
    }
    y[yAt] = sum0.reduceLanes(VectorOperators.ADD);
    y[yAt + 1] = sum1.reduceLanes(VectorOperators.ADD);
    y[yAt + 2] = sum2.reduceLanes(VectorOperators.ADD);
    y[yAt + 3] = sum3.reduceLanes(VectorOperators.ADD);
  }

  /** x·w of a row, the same to the bit as among four. */
  static float dot(int inputs, float[] x, int xAt, float[] w, int wAt) {
    FloatVector sum = FloatVector.zero(SPECIES);
    int whole = SPECIES.loopBound(inputs);
    for (int j = 0; j < whole; j += LANES) {
      FloatVector weights = FloatVector.fromArray(SPECIES, w, wAt + j);
      sum = FloatVector.fromArray(SPECIES, x, xAt + j).fma(weights, sum);
    }
    if (whole < inputs) {
      VectorMask<Float> rest = SPECIES.indexInRange(whole, inputs);
      FloatVector weights = FloatVector.fromArray(SPECIES, w, wAt + whole, rest);
      sum = FloatVector.fromArray(SPECIES, x, xAt + whole, rest).fma(weights, sum);
    }
    return sum.reduceLanes(VectorOperators.ADD);
  }

  /** g += Σ dy·x over four rows that lie {@code step} apart. */
  private static void addFour(
      int inputs, float[] x, int xAt, int step, float[] dy, int dyAt, float[] g) {
    int at1 = xAt + step;
    int at2 = at1 + step;
    int at3 = at2 + step;
    FloatVector dy0 = FloatVector.broadcast(SPECIES, dy[dyAt]);
    FloatVector dy1 = FloatVector.broadcast(SPECIES, dy[dyAt + 1]);
    FloatVector dy2 = FloatVector.broadcast(SPECIES, dy[dyAt + 2]);
    FloatVector dy3 = FloatVector.broadcast(SPECIES, dy[dyAt + 3]);
    int whole = SPECIES.loopBound(inputs);
    for (int j = 0; j < whole; j += LANES) {
      FloatVector sum = FloatVector.fromArray(SPECIES, g, j);
      sum = FloatVector.fromArray(SPECIES, x, xAt + j).fma(dy0, sum);
      sum = FloatVector.fromArray(SPECIES, x, at1 + j).fma(dy1, sum);
      sum = FloatVector.fromArray(SPECIES, x, at2 + j).fma(dy2, sum);
      sum = FloatVector.fromArray(SPECIES, x, at3 + j).fma(dy3, sum);
      sum.intoArray(g, j);
    }
    if (whole < inputs) {
      VectorMask<Float> rest = SPECIES.indexInRange(whole, inputs);
      FloatVector sum = FloatVector.fromArray(SPECIES, g, whole, rest);
      sum = FloatVector.fromArray(SPECIES, x, xAt + whole, rest).fma(dy0, sum);
      sum = FloatVector.fromArray(SPECIES, x, at1 + whole, rest).fma(dy1, sum);
      sum = FloatVector.fromArray(SPECIES, x, at2 + whole, rest).fma(dy2, sum);
      sum = FloatVector.fromArray(SPECIES, x, at3 + whole, rest).fma(dy3, sum);
      sum.intoArray(g, whole, rest);
    }
  }

  private static void addOne(int inputs, float[] x, int xAt, float dy, float[] g) {
    for (int j = 0; j < inputs; j++) {
      g[j] = Math.fma(x[xAt + j], dy, g[j]);
    }
  }
}
