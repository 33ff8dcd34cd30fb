package io.github.thalweg.kernels;

import uk.ac.manchester.tornado.api.KernelContext;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/**
 * z = x·Wᵀ + b, y = φ(z)
 *
 * <p>Shapes: x (rows, inputs), W (outputs, inputs) and b (outputs) in θ, z and y (capacity,
 * outputs). With {@code fromData} 1 the rows of x are those of the batch in the data, else the
 * first ones. A bias offset below 0 means no b; z is only written when {@code keepsZ} is 1.
 *
 * <p>Versions: a block of 4 × 4 outputs a work item in private memory, so that every value read
 * serves four products; rows and columns beyond the edge repeat the last one, so that no branch
 * keeps the sums out of registers. Checked against the float64 reference over odd shapes.
 */
public final class Linear {
  private Linear() {}

  public static void forward(
      KernelContext context,
      FloatArray x,
      IntArray order,
      FloatArray theta,
      IntArray window,
      FloatArray z,
      FloatArray y,
      int fromData,
      int shuffled,
      int inputs,
      int outputs,
      int weightOffset,
      int biasOffset,
      int activation,
      int keepsZ) {
    int rows = window.get(Window.ROWS);
    int row = 4 * (context.globalIdx / Block.count(outputs));
    int column = 4 * (context.globalIdx % Block.count(outputs));
    if (row < rows) {
      block(
          x,
          0,
          order,
          shuffled,
          fromData * window.get(Window.OFFSET),
          theta,
          z,
          0,
          y,
          0,
          rows,
          row,
          column,
          inputs,
          outputs,
          weightOffset,
          biasOffset,
          activation,
          keepsZ);
    }
  }

  /**
   * One block: the outputs [row … + 3, column … + 3]. Where z and y have the same place, y remains.
   *
   * @param in where x begins in its array, {@code kept} z in its own, and {@code out} y
   */
  static void block(
      FloatArray x,
      int in,
      IntArray order,
      int shuffled,
      int first,
      FloatArray theta,
      FloatArray z,
      int kept,
      FloatArray y,
      int out,
      int rows,
      int row,
      int column,
      int inputs,
      int outputs,
      int weightOffset,
      int biasOffset,
      int activation,
      int keepsZ) {
    int x0 = in + Rows.of(order, shuffled, first, row) * inputs;
    int x1 = in + Rows.of(order, shuffled, first, Math.min(row + 1, rows - 1)) * inputs;
    int x2 = in + Rows.of(order, shuffled, first, Math.min(row + 2, rows - 1)) * inputs;
    int x3 = in + Rows.of(order, shuffled, first, Math.min(row + 3, rows - 1)) * inputs;
    int w0 = weightOffset + column * inputs;
    int w1 = weightOffset + Math.min(column + 1, outputs - 1) * inputs;
    int w2 = weightOffset + Math.min(column + 2, outputs - 1) * inputs;
    int w3 = weightOffset + Math.min(column + 3, outputs - 1) * inputs;
    float[] sum = new float[16];
    Block.clear(sum);
    for (int k = 0; k < inputs; k++) {
      float a0 = x.get(x0 + k);
      float a1 = x.get(x1 + k);
      float a2 = x.get(x2 + k);
      float a3 = x.get(x3 + k);
      float b0 = theta.get(w0 + k);
      float b1 = theta.get(w1 + k);
      float b2 = theta.get(w2 + k);
      float b3 = theta.get(w3 + k);
      Block.addProducts(sum, a0, a1, a2, a3, b0, b1, b2, b3);
    }
    for (int i = 0; i < 4; i++) {
      for (int j = 0; j < 4; j++) {
        int output = Math.min(column + j, outputs - 1);
        int at = Math.min(row + i, rows - 1) * outputs + output;
        float value = sum[4 * i + j];
        if (biasOffset >= 0) {
          value += theta.get(biasOffset + output);
        }
        if (keepsZ == 1) {
          z.set(kept + at, value);
        }
        y.set(out + at, Activations.value(activation, value));
      }
    }
  }
}
