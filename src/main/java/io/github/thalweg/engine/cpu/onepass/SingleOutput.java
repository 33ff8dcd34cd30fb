package io.github.thalweg.engine.cpu.onepass;

import static io.github.thalweg.engine.cpu.elements.Lanes.LANES;
import static io.github.thalweg.engine.cpu.elements.Lanes.SPECIES;

import io.github.thalweg.engine.cpu.elements.Lanes;
import io.github.thalweg.engine.cpu.elements.Losses;
import io.github.thalweg.engine.cpu.threads.Matrix;
import io.github.thalweg.nn.Loss;
import java.util.Arrays;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * A layer with one output (linear and logistic regression) with the Vector API: outputs, loss and
 * gradient of a strip of rows, each row read from memory once.
 *
 * <p>A processor reads ahead in every stream of addresses, but not far in one. So the rows come
 * from four streams, a few at a time, and reading continues during the computation: 14 GB/s a core
 * instead of 10.
 */
public final class SingleOutput {

  /** As wide as {@link Lanes#SPECIES}: a float vector fills two. */
  private static final VectorSpecies<Double> DOUBLES = SPECIES.withLanes(double.class);

  private static final VectorShuffle<Float> BY_8 = rotation(8);
  private static final VectorShuffle<Float> BY_4 = rotation(4);
  private static final VectorShuffle<Float> BY_2 = rotation(2);
  private static final VectorShuffle<Float> BY_1 = rotation(1);

  /** Streams of addresses for the rows. */
  static final int STREAMS = 4;

  /** Addresses this many bytes apart share the same places of the first-level cache. */
  private static final int PAGE = 4096;

  /** Rows that are added up in one float32 sum: longer ones lose digits. */
  static final int ROWS_OF_A_SUM = 256;

  /** Rows of each stream that are read before their losses are computed. */
  private static final int AHEAD = 4;

  private SingleOutput() {}

  /**
   * A number of rows whose quarters, the four streams, are in different parts of the first-level
   * cache: lines whose addresses are a multiple of {@link #PAGE} apart share the same few places
   * there.
   *
   * @param most rows
   */
  static int streamedRows(int most, int inputs) {
    int best = most;
    int nearest = PAGE;
    for (int quarter = most / STREAMS; quarter > most / (2 * STREAMS); quarter--) {
      int apart = (int) ((long) quarter * inputs * Float.BYTES % (PAGE / 2));
      int distance = Math.abs(apart - PAGE / 4);
      if (distance < nearest) {
        nearest = distance;
        best = quarter * STREAMS;
      }
    }
    return best;
  }

  /**
   * One pass over a strip.
   *
   * @param rows of the strip
   * @param apart rows between the beginnings of two streams: a quarter of {@code rows}, or more if
   *     they are a multiple of four
   * @param x features from the strip's first row on, (…, inputs)
   * @param t targets, as x, (…, 1)
   * @param theta holds the weights from {@code weightAt}
   * @param bias b
   * @param scale of the derivatives
   * @param y scratch, (rows)
   * @param dy scratch, (rows)
   * @param g takes Σ dy·x and, behind it, Σ dy: (inputs + 1)
   * @return the sum of the losses
   */
  static double pass(
      Loss.OfElements loss,
      int rows,
      int apart,
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
    // The derivative of a square is its residual times a factor that can come later. Less
    // work for a row means that the next rows come faster from memory.
    boolean residuals = loss instanceof Loss.Mse;
    float[] slopes = residuals ? y : dy;
    Arrays.fill(g, 0, inputs, 0);
    float[] block = new float[inputs];
    int quarter = rows / STREAMS;
    float[] targets = new float[AHEAD * STREAMS];
    double sum = 0;
    for (int i = 0; i < quarter; i += AHEAD) {
      int ahead = Math.min(AHEAD, quarter - i);
      int at = i * STREAMS;
      for (int k = 0; k < ahead; k++) {
        int out = k * STREAMS;
        for (int s = 0; s < STREAMS; s++) {
          targets[out + s] = t.data[t.at(i + k + s * apart, 0)];
        }
        fourDots(inputs, x.data, x.at(i + k, 0), apart * inputs, theta, weightAt, y, at + out);
        for (int s = 0; s < STREAMS; s++) {
          y[at + out + s] += residuals ? bias - targets[out + s] : bias;
        }
      }
      if (!residuals) {
        sum += Losses.lossAndGradient(loss, ahead * STREAMS, y, at, targets, 0, dy, at, scale);
      }
      for (int k = 0; k < ahead; k++) {
        addFour(inputs, x.data, x.at(i + k, 0), apart * inputs, slopes, at + k * STREAMS, block);
      }
      if ((i + AHEAD) % (ROWS_OF_A_SUM / STREAMS) == 0) {
        addUp(block, g);
      }
    }
    for (int i = quarter * STREAMS; i < rows; i++) {
      y[i] = dot(inputs, x.data, x.at(i, 0), theta, weightAt) + bias;
      if (residuals) {
        y[i] -= t.data[t.at(i, 0)];
      } else {
        sum += Losses.lossAndGradient(loss, 1, y, i, t.data, t.at(i, 0), dy, i, scale);
      }
      addOne(inputs, x.data, x.at(i, 0), slopes[i], block);
    }
    addUp(block, g);
    g[inputs] = (float) sum(slopes, rows);
    if (residuals) {
      multiply(g, inputs + 1, (float) (2 * scale));
      return sumOfSquares(y, rows);
    }
    return sum;
  }

  /** x·w of four rows, {@code step} apart. */
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
    y[yAt] = sumOfLanes(sum0);
    y[yAt + 1] = sumOfLanes(sum1);
    y[yAt + 2] = sumOfLanes(sum2);
    y[yAt + 3] = sumOfLanes(sum3);
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
    return sumOfLanes(sum);
  }

  /** g += Σ dy·x over four rows, {@code step} apart. */
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

  /** g += dy·x of a row. */
  static void addOne(int inputs, float[] x, int xAt, float dy, float[] g) {
    for (int j = 0; j < inputs; j++) {
      g[j] = Math.fma(x[xAt + j], dy, g[j]);
    }
  }

  /** Adds the sums of a block to those before it, and sets them to 0. */
  private static void addUp(float[] block, float[] g) {
    for (int j = 0; j < block.length; j++) {
      g[j] += block[j];
      block[j] = 0;
    }
  }

  private static void multiply(float[] values, int count, float factor) {
    for (int i = 0; i < count; i++) {
      values[i] *= factor;
    }
  }

  private static double sum(float[] values, int count) {
    DoubleVector sum = DoubleVector.zero(DOUBLES);
    int i = 0;
    for (; i < SPECIES.loopBound(count); i += LANES) {
      FloatVector some = FloatVector.fromArray(SPECIES, values, i);
      sum = sum.add(half(some, 0)).add(half(some, 1));
    }
    double all = sumOfLanes(sum.toArray());
    for (; i < count; i++) {
      all += values[i];
    }
    return all;
  }

  private static double sumOfSquares(float[] values, int count) {
    DoubleVector sum = DoubleVector.zero(DOUBLES);
    int i = 0;
    for (; i < SPECIES.loopBound(count); i += LANES) {
      FloatVector some = FloatVector.fromArray(SPECIES, values, i);
      DoubleVector low = half(some, 0);
      DoubleVector high = half(some, 1);
      sum = high.fma(high, low.fma(low, sum));
    }
    double all = sumOfLanes(sum.toArray());
    for (; i < count; i++) {
      all += (double) values[i] * values[i];
    }
    return all;
  }

  private static DoubleVector half(FloatVector values, int part) {
    return (DoubleVector) values.convertShape(VectorOperators.F2D, DOUBLES, part);
  }

  private static VectorShuffle<Float> rotation(int lanes) {
    return VectorShuffle.fromOp(SPECIES, i -> (i + lanes) % LANES);
  }

  /**
   * The lanes added up in a fixed order: the order of {@code reduceLanes}, and so the last bit,
   * changes when the JVM compiles it.
   */
  private static float sumOfLanes(FloatVector values) {
    FloatVector sum = values;
    if (LANES > 8) {
      sum = sum.add(sum.rearrange(BY_8));
    }
    if (LANES > 4) {
      sum = sum.add(sum.rearrange(BY_4));
    }
    if (LANES > 2) {
      sum = sum.add(sum.rearrange(BY_2));
    }
    return sum.add(sum.rearrange(BY_1)).lane(0);
  }

  private static double sumOfLanes(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum;
  }
}
