package io.github.thalweg.engine.cpu.onepass;

import io.github.thalweg.engine.cpu.threads.Matrix;
import io.github.thalweg.nn.Loss;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * Linear regression with a single output and so few features that a row is four vectors or less:
 * loss and gradient of a strip of rows in one loop, in which reading never pauses. It reads as fast
 * as a loop that only reads.
 *
 * <p>Weights and their gradient stay in registers. A row is four vectors, which overlap where it is
 * shorter: a weight is 0 in all vectors except the first with its column. The rows come from four
 * streams, because a processor reads ahead in each. While it computes with one row, it already
 * loads a word of each vector of the next row, so only one instruction per cache line waits for
 * memory. (Waiting instructions limit how far a processor looks ahead.)
 *
 * <p>The loop stays written out: with a method for the products of a row, and one for the gradient
 * in the columns of a vector, it had the same result in three times the time.
 */
final class NarrowLeastSquares {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();

  /** The results of four rows, and the same in float64. */
  private static final VectorSpecies<Float> FOUR = FloatVector.SPECIES_128;

  private static final VectorSpecies<Double> FOUR_DOUBLES = DoubleVector.SPECIES_256;

  private static final VectorMask<Float> ODD = having(1);
  private static final VectorMask<Float> UPPER = having(2);
  private static final VectorShuffle<Float> BY_1 = exchange(1);
  private static final VectorShuffle<Float> BY_2 = exchange(2);
  private static final VectorShuffle<Float> BY_4 = exchange(4);
  private static final VectorShuffle<Float> BY_8 = exchange(8);
  private static final VectorShuffle<Float> FIRST = broadcast(0);
  private static final VectorShuffle<Float> SECOND = broadcast(1);
  private static final VectorShuffle<Float> THIRD = broadcast(2);
  private static final VectorShuffle<Float> FOURTH = broadcast(3);

  /**
   * Rows of each stream that are added up before their sums are added to those before: longer sums
   * lose digits.
   */
  private static final int ROWS_OF_A_SUM = SingleOutput.ROWS_OF_A_SUM / SingleOutput.STREAMS;

  private NarrowLeastSquares() {}

  /**
   * Whether {@link #pass} can compute a layer with one output and this loss. Vectors of four lanes
   * are left out, because they have no vectors of four doubles.
   */
  static boolean fits(Loss loss, int inputs) {
    return loss instanceof Loss.Mse && LANES > 4 && LANES <= inputs && inputs <= 4 * LANES;
  }

  /**
   * One pass over a strip. The arguments are plain values: with records the loop was 6 % slower.
   *
   * @param rows of the strip
   * @param apart rows between the beginnings of two streams: a quarter of {@code rows}, or more if
   *     they are a multiple of four
   * @param x features from the strip's first row on, (…, inputs), inputs as in {@link #fits}
   * @param t targets, as x, (…, 1)
   * @param theta holds the weights from {@code weightAt}
   * @param bias b
   * @param scale of the derivatives: 1 / rows of the batch
   * @param scratch one float
   * @param g takes 2·scale·Σ r·x and, behind it, 2·scale·Σ r, where r = x·w + b − t: (inputs + 1)
   * @return Σ r²
   */
  static double pass(
      int rows,
      int apart,
      int inputs,
      Matrix x,
      Matrix t,
      float[] theta,
      int weightAt,
      float bias,
      double scale,
      float[] scratch,
      float[] g) {
    int quarter = rows / SingleOutput.STREAMS;
    double loss = wholeFours(quarter, apart, inputs, x, t, theta, weightAt, bias, scratch, g);
    for (int i = quarter * SingleOutput.STREAMS; i < rows; i++) {
      float output = SingleOutput.dot(inputs, x.data, x.at(i, 0), theta, weightAt) + bias;
      float residual = output - t.data[t.at(i, 0)];
      SingleOutput.addOne(inputs, x.data, x.at(i, 0), residual, g);
      g[inputs] += residual;
      loss += (double) residual * residual;
    }
    float factor = (float) (2 * scale);
    for (int k = 0; k <= inputs; k++) {
      g[k] *= factor;
    }
    return loss;
  }

  /** Writes Σ r·x and Σ r over four times {@code quarter} rows into g. */
  private static double wholeFours(
      int quarter,
      int apart,
      int inputs,
      Matrix features,
      Matrix targets,
      float[] w,
      int wAt,
      float bias,
      float[] scratch,
      float[] g) {
    float[] x = features.data;
    float[] t = targets.data;
    int t0 = targets.at(0, 0);
    int t1 = targets.at(apart, 0);
    int t2 = targets.at(2 * apart, 0);
    int t3 = targets.at(3 * apart, 0);
    int to1 = Math.min(LANES, inputs - LANES);
    int to2 = Math.min(2 * LANES, inputs - LANES);
    int to3 = inputs - LANES;
    FloatVector w0 = FloatVector.fromArray(SPECIES, w, wAt);
    FloatVector w1 = weights(w, wAt, to1, LANES);
    FloatVector w2 = weights(w, wAt, to2, to1 + LANES);
    FloatVector w3 = weights(w, wAt, to3, to2 + LANES);
    FloatVector total0 = FloatVector.zero(SPECIES);
    FloatVector total1 = total0;
    FloatVector total2 = total0;
    FloatVector total3 = total0;
    DoubleVector residuals = DoubleVector.zero(FOUR_DOUBLES);
    DoubleVector squares = residuals;
    float touched = 0;
    int step1 = apart * inputs;
    int step2 = 2 * step1;
    int step3 = 3 * step1;
    // The last strip of the data has no row after it.
    int ahead = features.at(3 * apart + quarter + 1, 0) <= x.length ? inputs : 0;
    for (int start = 0; start < quarter; start += ROWS_OF_A_SUM) {
      int end = Math.min(start + ROWS_OF_A_SUM, quarter);
      FloatVector g0 = FloatVector.zero(SPECIES);
      FloatVector g1 = g0;
      FloatVector g2 = g0;
      FloatVector g3 = g0;
      for (int i = start; i < end; i++) {
        int at = features.at(i, 0);
        int next = at + ahead;
        touched += x[next] + x[next + step1] + (x[next + step2] + x[next + step3]);
        touched +=
            x[next + to1] + x[next + step1 + to1] + (x[next + step2 + to1] + x[next + step3 + to1]);
        touched +=
            x[next + to2] + x[next + step1 + to2] + (x[next + step2 + to2] + x[next + step3 + to2]);
        touched +=
            x[next + to3] + x[next + step1 + to3] + (x[next + step2 + to3] + x[next + step3 + to3]);
        FloatVector a = FloatVector.fromArray(SPECIES, x, at).mul(w0);
        FloatVector b = FloatVector.fromArray(SPECIES, x, at + step1).mul(w0);
        FloatVector c = FloatVector.fromArray(SPECIES, x, at + step2).mul(w0);
        FloatVector d = FloatVector.fromArray(SPECIES, x, at + step3).mul(w0);
        a = FloatVector.fromArray(SPECIES, x, at + to1).fma(w1, a);
        b = FloatVector.fromArray(SPECIES, x, at + step1 + to1).fma(w1, b);
        c = FloatVector.fromArray(SPECIES, x, at + step2 + to1).fma(w1, c);
        d = FloatVector.fromArray(SPECIES, x, at + step3 + to1).fma(w1, d);
        a = FloatVector.fromArray(SPECIES, x, at + to2).fma(w2, a);
        b = FloatVector.fromArray(SPECIES, x, at + step1 + to2).fma(w2, b);
        c = FloatVector.fromArray(SPECIES, x, at + step2 + to2).fma(w2, c);
        d = FloatVector.fromArray(SPECIES, x, at + step3 + to2).fma(w2, d);
        a = FloatVector.fromArray(SPECIES, x, at + to3).fma(w3, a);
        b = FloatVector.fromArray(SPECIES, x, at + step1 + to3).fma(w3, b);
        c = FloatVector.fromArray(SPECIES, x, at + step2 + to3).fma(w3, c);
        d = FloatVector.fromArray(SPECIES, x, at + step3 + to3).fma(w3, d);
        FloatVector ab = a.blend(b, ODD).add(b.blend(a, ODD).rearrange(BY_1));
        FloatVector cd = c.blend(d, ODD).add(d.blend(c, ODD).rearrange(BY_1));
        FloatVector sums = ab.blend(cd, UPPER).add(cd.blend(ab, UPPER).rearrange(BY_2));
        sums = sums.add(sums.rearrange(BY_4));
        if (LANES > 8) {
          sums = sums.add(sums.rearrange(BY_8));
        }
        FloatVector four = (FloatVector) sums.reinterpretShape(FOUR, 0);
        FloatVector wanted =
            FloatVector.zero(FOUR)
                .withLane(0, t[t0 + i])
                .withLane(1, t[t1 + i])
                .withLane(2, t[t2 + i])
                .withLane(3, t[t3 + i]);
        four = four.add(bias).sub(wanted);
        DoubleVector exact = (DoubleVector) four.convertShape(VectorOperators.F2D, FOUR_DOUBLES, 0);
        residuals = residuals.add(exact);
        squares = exact.fma(exact, squares);
        FloatVector all = (FloatVector) four.reinterpretShape(SPECIES, 0);
        a = all.rearrange(FIRST);
        b = all.rearrange(SECOND);
        c = all.rearrange(THIRD);
        d = all.rearrange(FOURTH);
        g0 = FloatVector.fromArray(SPECIES, x, at).fma(a, g0);
        g0 = FloatVector.fromArray(SPECIES, x, at + step1).fma(b, g0);
        g0 = FloatVector.fromArray(SPECIES, x, at + step2).fma(c, g0);
        g0 = FloatVector.fromArray(SPECIES, x, at + step3).fma(d, g0);
        g1 = FloatVector.fromArray(SPECIES, x, at + to1).fma(a, g1);
        g1 = FloatVector.fromArray(SPECIES, x, at + step1 + to1).fma(b, g1);
        g1 = FloatVector.fromArray(SPECIES, x, at + step2 + to1).fma(c, g1);
        g1 = FloatVector.fromArray(SPECIES, x, at + step3 + to1).fma(d, g1);
        g2 = FloatVector.fromArray(SPECIES, x, at + to2).fma(a, g2);
        g2 = FloatVector.fromArray(SPECIES, x, at + step1 + to2).fma(b, g2);
        g2 = FloatVector.fromArray(SPECIES, x, at + step2 + to2).fma(c, g2);
        g2 = FloatVector.fromArray(SPECIES, x, at + step3 + to2).fma(d, g2);
        g3 = FloatVector.fromArray(SPECIES, x, at + to3).fma(a, g3);
        g3 = FloatVector.fromArray(SPECIES, x, at + step1 + to3).fma(b, g3);
        g3 = FloatVector.fromArray(SPECIES, x, at + step2 + to3).fma(c, g3);
        g3 = FloatVector.fromArray(SPECIES, x, at + step3 + to3).fma(d, g3);
      }
      total0 = total0.add(g0);
      total1 = total1.add(g1);
      total2 = total2.add(g2);
      total3 = total3.add(g3);
    }
    // Written to memory, because the JVM would otherwise remove the loads that it sums.
    scratch[0] = touched;
    total0.intoArray(g, 0);
    total1.intoArray(g, to1);
    total2.intoArray(g, to2);
    total3.intoArray(g, to3);
    g[inputs] = (float) sumOfLanes(residuals);
    return sumOfLanes(squares);
  }

  /** Weights of a vector that begins at column {@code at}; 0 for columns before {@code from}. */
  private static FloatVector weights(float[] w, int wAt, int at, int from) {
    VectorMask<Float> own = SPECIES.indexInRange(at - from, LANES);
    return FloatVector.zero(SPECIES).blend(FloatVector.fromArray(SPECIES, w, wAt + at), own);
  }

  private static double sumOfLanes(DoubleVector values) {
    double sum = 0;
    for (int i = 0; i < values.length(); i++) {
      sum += values.lane(i);
    }
    return sum;
  }

  /** The lanes whose number has this bit. */
  private static VectorMask<Float> having(int bit) {
    boolean[] lanes = new boolean[LANES];
    for (int i = 0; i < LANES; i++) {
      lanes[i] = (i & bit) != 0;
    }
    return VectorMask.fromArray(SPECIES, lanes, 0);
  }

  /** Swaps every lane with the one whose number differs in this bit. */
  private static VectorShuffle<Float> exchange(int bit) {
    return VectorShuffle.fromOp(SPECIES, i -> (i ^ bit) % LANES);
  }

  private static VectorShuffle<Float> broadcast(int lane) {
    return VectorShuffle.fromOp(SPECIES, _ -> lane);
  }
}
