package io.github.thalweg.kernels;

import uk.ac.manchester.tornado.api.annotations.Parallel;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/**
 * z = x·Wᵀ + b, y = φ(z)
 *
 * <p>Shapes: x (rows, inputs), W (outputs, inputs) and b (outputs) in θ, z and y (capacity,
 * outputs). With {@code windowed} 1 the rows of x start at the window's offset, else at 0. A bias
 * offset below 0 means no b; z is only written when {@code keepsZ} is 1.
 *
 * <p>Versions: a block of 4 × 4 outputs a work item in private memory, so that every value read
 * serves four products; rows and columns beyond the edge repeat the last one and are not stored.
 * Checked against the float64 reference over odd shapes.
 */
public final class Linear {
  private Linear() {}

  public static void forward(
      FloatArray x,
      FloatArray theta,
      IntArray window,
      FloatArray z,
      FloatArray y,
      int windowed,
      int capacity,
      int inputs,
      int outputs,
      int weightOffset,
      int biasOffset,
      int activation,
      int keepsZ) {
    for (@Parallel int blockRow = 0; blockRow < (capacity + 3) / 4; blockRow++) {
      for (@Parallel int blockColumn = 0; blockColumn < (outputs + 3) / 4; blockColumn++) {
        int rows = window.get(Window.ROWS);
        int row = 4 * blockRow;
        int column = 4 * blockColumn;
        if (row < rows) {
          int base = windowed * window.get(Window.OFFSET);
          int x0 = (base + row) * inputs;
          int x1 = (base + Math.min(row + 1, rows - 1)) * inputs;
          int x2 = (base + Math.min(row + 2, rows - 1)) * inputs;
          int x3 = (base + Math.min(row + 3, rows - 1)) * inputs;
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
              if (row + i < rows && column + j < outputs) {
                int at = (row + i) * outputs + column + j;
                float value = sum[4 * i + j];
                if (biasOffset >= 0) {
                  value += theta.get(biasOffset + column + j);
                }
                if (keepsZ == 1) {
                  z.set(at, value);
                }
                y.set(at, Activations.value(activation, value));
              }
            }
          }
        }
      }
    }
  }
}
