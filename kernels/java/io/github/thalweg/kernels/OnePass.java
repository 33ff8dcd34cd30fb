package io.github.thalweg.kernels;

import uk.ac.manchester.tornado.api.KernelContext;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/**
 * Forward pass, loss and gradient of a model with one layer, with every row of the batch read from
 * memory once: linear, logistic and softmax regression
 *
 * <p>Shapes: x (N, inputs) and t (N, target columns), from which {@link Rows} takes the batch; W
 * (outputs, inputs) from the beginning of θ on, b (outputs) at its offset, below 0 for none; y and
 * ∂C/∂z (capacity, outputs), z too where the activation's slope needs it; sums (parts, P) with the
 * gradients of each part of the rows, rowLosses (parts).
 *
 * <p>Versions: a part of the rows a work item, {@link #ROWS} of them at a time, which stay in the
 * cache between the forward pass and the gradient; sixteen sums beside each other, so that the
 * driver's compiler makes one vector of them. For CPUs. Checked against the float64 reference over
 * odd shapes.
 */
public final class OnePass {
  /** Rows that go through forward pass, loss and gradient together. */
  static final int ROWS = 32;

  private static final int LANES = 16;

  private OnePass() {}

  public static void pass(
      KernelContext context,
      FloatArray x,
      FloatArray t,
      IntArray order,
      IntArray window,
      FloatArray theta,
      FloatArray z,
      FloatArray y,
      FloatArray dz,
      FloatArray sums,
      FloatArray rowLosses,
      int shuffled,
      int parts,
      int rowsPerPart,
      int inputs,
      int outputs,
      int biasOffset,
      int activation,
      int loss,
      float delta) {
    int part = context.globalIdx;
    if (part < parts) {
      int count = inputs * outputs;
      if (biasOffset >= 0) {
        count += outputs;
      }
      int at = part * count;
      for (int i = 0; i < count; i++) {
        sums.set(at + i, 0f);
      }
      int offset = window.get(Window.OFFSET);
      int rows = window.get(Window.ROWS);
      int last = Math.min((part + 1) * rowsPerPart, rows);
      float lossSum = 0f;
      for (int first = part * rowsPerPart; first < last; first += ROWS) {
        int end = Math.min(first + ROWS, last);
        for (int i = first; i < end; i++) {
          int row = Rows.of(order, shuffled, offset, i);
          int out = i * outputs;
          for (int o = 0; o < outputs; o++) {
            float value = dot(x, row * inputs, theta, o * inputs, inputs);
            if (biasOffset >= 0) {
              value += theta.get(biasOffset + o);
            }
            if (activation == Activations.GELU) {
              z.set(out + o, value);
            }
            y.set(out + o, Activations.value(activation, value));
          }
          lossSum += LossAndGradient.row(y, out, t, row, dz, out, rows, outputs, loss, delta);
          if (activation == Activations.GELU) {
            LossAndGradient.applySlope(z, out, dz, out, outputs, activation);
          } else {
            LossAndGradient.applySlope(y, out, dz, out, outputs, activation);
          }
        }
        for (int o = 0; o < outputs; o++) {
          weights(
              x,
              order,
              shuffled,
              offset,
              dz,
              first,
              end,
              o,
              outputs,
              sums,
              at + o * inputs,
              inputs);
          if (biasOffset >= 0) {
            float sum = sums.get(at + biasOffset + o);
            for (int i = first; i < end; i++) {
              sum += dz.get(i * outputs + o);
            }
            sums.set(at + biasOffset + o, sum);
          }
        }
      }
      rowLosses.set(part, lossSum);
    }
  }

  /** Σⱼ x[a + j]·w[b + j]. */
  private static float dot(FloatArray x, int a, FloatArray w, int b, int count) {
    float[] sum = new float[LANES];
    Block.clear(sum);
    int whole = count / LANES * LANES;
    for (int j = 0; j < whole; j += LANES) {
      sum[0] += x.get(a + j) * w.get(b + j);
      sum[1] += x.get(a + j + 1) * w.get(b + j + 1);
      sum[2] += x.get(a + j + 2) * w.get(b + j + 2);
      sum[3] += x.get(a + j + 3) * w.get(b + j + 3);
      sum[4] += x.get(a + j + 4) * w.get(b + j + 4);
      sum[5] += x.get(a + j + 5) * w.get(b + j + 5);
      sum[6] += x.get(a + j + 6) * w.get(b + j + 6);
      sum[7] += x.get(a + j + 7) * w.get(b + j + 7);
      sum[8] += x.get(a + j + 8) * w.get(b + j + 8);
      sum[9] += x.get(a + j + 9) * w.get(b + j + 9);
      sum[10] += x.get(a + j + 10) * w.get(b + j + 10);
      sum[11] += x.get(a + j + 11) * w.get(b + j + 11);
      sum[12] += x.get(a + j + 12) * w.get(b + j + 12);
      sum[13] += x.get(a + j + 13) * w.get(b + j + 13);
      sum[14] += x.get(a + j + 14) * w.get(b + j + 14);
      sum[15] += x.get(a + j + 15) * w.get(b + j + 15);
    }
    float rest = 0f;
    for (int j = whole; j < count; j++) {
      rest += x.get(a + j) * w.get(b + j);
    }
    float low = sum[0] + sum[1] + sum[2] + sum[3] + (sum[4] + sum[5] + sum[6] + sum[7]);
    float high = sum[8] + sum[9] + sum[10] + sum[11] + (sum[12] + sum[13] + sum[14] + sum[15]);
    return low + high + rest;
  }

  /** sums[at + j] += Σᵢ ∂C/∂z[i, o]·x[i, j] over some rows of the batch. */
  private static void weights(
      FloatArray x,
      IntArray order,
      int shuffled,
      int offset,
      FloatArray dz,
      int first,
      int end,
      int o,
      int outputs,
      FloatArray sums,
      int at,
      int inputs) {
    float[] sum = new float[LANES];
    int whole = inputs / LANES * LANES;
    for (int j = 0; j < whole; j += LANES) {
      Block.clear(sum);
      for (int i = first; i < end; i++) {
        float d = dz.get(i * outputs + o);
        int a = Rows.of(order, shuffled, offset, i) * inputs + j;
        sum[0] += d * x.get(a);
        sum[1] += d * x.get(a + 1);
        sum[2] += d * x.get(a + 2);
        sum[3] += d * x.get(a + 3);
        sum[4] += d * x.get(a + 4);
        sum[5] += d * x.get(a + 5);
        sum[6] += d * x.get(a + 6);
        sum[7] += d * x.get(a + 7);
        sum[8] += d * x.get(a + 8);
        sum[9] += d * x.get(a + 9);
        sum[10] += d * x.get(a + 10);
        sum[11] += d * x.get(a + 11);
        sum[12] += d * x.get(a + 12);
        sum[13] += d * x.get(a + 13);
        sum[14] += d * x.get(a + 14);
        sum[15] += d * x.get(a + 15);
      }
      for (int k = 0; k < LANES; k++) {
        sums.set(at + j + k, sums.get(at + j + k) + sum[k]);
      }
    }
    for (int j = whole; j < inputs; j++) {
      float column = sums.get(at + j);
      for (int i = first; i < end; i++) {
        column += dz.get(i * outputs + o) * x.get(Rows.of(order, shuffled, offset, i) * inputs + j);
      }
      sums.set(at + j, column);
    }
  }
}
