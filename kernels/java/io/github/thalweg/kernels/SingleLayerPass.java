package io.github.thalweg.kernels;

import uk.ac.manchester.tornado.api.KernelContext;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/**
 * Forward pass, loss and gradient of a model with one layer, with every row of the batch read from
 * memory once: linear, logistic and softmax regression
 *
 * <p>Shapes: x (N, inputs) and the targets, from which {@link Rows} takes the batch; θ is W
 * (outputs, inputs), then b (outputs) where its offset is not below 0; y and ∂C/∂z (capacity,
 * outputs), z too where the activation's slope needs it; sums (parts, P) with the gradients of each
 * part of the rows, rowLosses (parts).
 *
 * <p>Versions: a part of the rows a work item. Dot products of sixteen sums straight from the
 * arrays read X at 7 GB/s on two cores where a copy moves 25: a driver's compiler cannot vectorize
 * TornadoVM's addresses. It can vectorize private arrays, so a row, θ and the gradient are copied
 * there: 8.6 GB/s, then 38 % of the copy. For CPUs. Checked against the float64 reference over odd
 * shapes.
 */
public final class SingleLayerPass {
  /** Most parameters: a work item keeps them in private memory. */
  public static final int PARAMETERS = 8192;

  /** Rows after which new sums begin, because long sums lose digits. */
  private static final int ROWS = 256;

  private static final int LANES = 16;

  private SingleLayerPass() {}

  /** With a loss that takes numbers, one for each output: t is (N, outputs). */
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
    part(
        context,
        x,
        t,
        order,
        order,
        window,
        theta,
        z,
        y,
        dz,
        sums,
        rowLosses,
        shuffled,
        parts,
        rowsPerPart,
        inputs,
        outputs,
        biasOffset,
        activation,
        loss,
        delta);
  }

  /** With cross_entropy, which takes classes, one for each row: they are (N). */
  public static void passOfClasses(
      KernelContext context,
      FloatArray x,
      IntArray classes,
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
      int activation) {
    part(
        context,
        x,
        x,
        classes,
        order,
        window,
        theta,
        z,
        y,
        dz,
        sums,
        rowLosses,
        shuffled,
        parts,
        rowsPerPart,
        inputs,
        outputs,
        biasOffset,
        activation,
        LossAndGradient.CROSS_ENTROPY,
        0f);
  }

  /** The rows of a work item; of t and the classes it reads what the loss takes. */
  private static void part(
      KernelContext context,
      FloatArray x,
      FloatArray t,
      IntArray classes,
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
      int rows = window.get(Window.ROWS);
      float lossSum =
          rows(
              x,
              t,
              classes,
              order,
              shuffled,
              window.get(Window.OFFSET),
              part * rowsPerPart,
              Math.min((part + 1) * rowsPerPart, rows),
              rows,
              theta,
              z,
              0,
              y,
              0,
              dz,
              0,
              sums,
              part,
              inputs,
              outputs,
              biasOffset,
              activation,
              loss,
              delta);
      rowLosses.set(part, lossSum);
    }
  }

  /**
   * Some rows of the batch, and the sum of their losses.
   *
   * @param first the first row, {@code last} the row after the last row; there may be no rows
   * @param rows of the whole batch
   * @param kept where z begins in its array, {@code out} y and {@code slope} ∂C/∂z in theirs
   * @param part of the sums that takes their gradient
   */
  static float rows(
      FloatArray x,
      FloatArray t,
      IntArray classes,
      IntArray order,
      int shuffled,
      int offset,
      int first,
      int last,
      int rows,
      FloatArray theta,
      FloatArray z,
      int kept,
      FloatArray y,
      int out,
      FloatArray dz,
      int slope,
      FloatArray sums,
      int part,
      int inputs,
      int outputs,
      int biasOffset,
      int activation,
      int loss,
      float delta) {
    int weights = inputs * outputs;
    int count = weights;
    if (biasOffset >= 0) {
      count += outputs;
    }
    float[] w = new float[PARAMETERS];
    float[] g = new float[PARAMETERS];
    float[] row = new float[PARAMETERS];
    float[] dot = new float[LANES];
    for (int j = 0; j < count; j++) {
      w[j] = theta.get(j);
      sums.set(part * count + j, 0f);
    }
    int whole = inputs / LANES * LANES;
    float lossSum = 0f;
    for (int block = first; block < last; block += ROWS) {
      for (int j = 0; j < count; j++) {
        g[j] = 0f;
      }
      float blockLoss = 0f;
      for (int i = block; i < Math.min(block + ROWS, last); i++) {
        int at = Rows.of(order, shuffled, offset, i);
        for (int j = 0; j < inputs; j++) {
          row[j] = x.get(at * inputs + j);
        }
        for (int o = 0; o < outputs; o++) {
          for (int k = 0; k < LANES; k++) {
            dot[k] = 0f;
          }
          for (int j = 0; j < whole; j += LANES) {
            for (int k = 0; k < LANES; k++) {
              dot[k] += row[j + k] * w[o * inputs + j + k];
            }
          }
          float value = 0f;
          for (int j = whole; j < inputs; j++) {
            value += row[j] * w[o * inputs + j];
          }
          for (int k = 0; k < LANES; k++) {
            value += dot[k];
          }
          if (biasOffset >= 0) {
            value += w[weights + o];
          }
          if (activation == Activations.GELU) {
            z.set(kept + i * outputs + o, value);
          }
          y.set(out + i * outputs + o, Activations.value(activation, value));
        }
        int yAt = out + i * outputs;
        int dzAt = slope + i * outputs;
        blockLoss +=
            LossAndGradient.row(y, yAt, t, classes, at, dz, dzAt, rows, outputs, loss, delta);
        if (activation == Activations.GELU) {
          LossAndGradient.applySlope(z, kept + i * outputs, dz, dzAt, outputs, activation);
        } else {
          LossAndGradient.applySlope(y, yAt, dz, dzAt, outputs, activation);
        }
        for (int o = 0; o < outputs; o++) {
          float d = dz.get(dzAt + o);
          for (int j = 0; j < inputs; j++) {
            g[o * inputs + j] += d * row[j];
          }
          if (biasOffset >= 0) {
            g[weights + o] += d;
          }
        }
      }
      lossSum += blockLoss;
      for (int j = 0; j < count; j++) {
        sums.set(part * count + j, sums.get(part * count + j) + g[j]);
      }
    }
    return lossSum;
  }
}
