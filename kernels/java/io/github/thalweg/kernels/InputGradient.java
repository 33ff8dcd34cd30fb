package io.github.thalweg.kernels;

import uk.ac.manchester.tornado.api.annotations.Parallel;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/**
 * ∂C/∂x = ∂C/∂z·W, ⊙ φ′ of the activation that made x
 *
 * <p>Shapes: ∂C/∂z (capacity, outputs), W (outputs, inputs) in θ, saved and ∂C/∂x (capacity,
 * inputs). Without an activation {@code saved} is not read.
 *
 * <p>Versions: a block of 4 × 4 elements a work item in private memory. Checked against the float64
 * reference over odd shapes.
 */
public final class InputGradient {
  private InputGradient() {}

  public static void backward(
      FloatArray outputGradient,
      FloatArray theta,
      IntArray window,
      FloatArray saved,
      FloatArray inputGradient,
      int capacity,
      int inputs,
      int outputs,
      int weightOffset,
      int activation) {
    for (@Parallel int blockRow = 0; blockRow < (capacity + 3) / 4; blockRow++) {
      for (@Parallel int blockColumn = 0; blockColumn < (inputs + 3) / 4; blockColumn++) {
        int rows = window.get(Window.ROWS);
        int row = 4 * blockRow;
        int column = 4 * blockColumn;
        if (row < rows) {
          int r0 = row * outputs;
          int r1 = Math.min(row + 1, rows - 1) * outputs;
          int r2 = Math.min(row + 2, rows - 1) * outputs;
          int r3 = Math.min(row + 3, rows - 1) * outputs;
          int c0 = weightOffset + column;
          int c1 = weightOffset + Math.min(column + 1, inputs - 1);
          int c2 = weightOffset + Math.min(column + 2, inputs - 1);
          int c3 = weightOffset + Math.min(column + 3, inputs - 1);
          float[] sum = new float[16];
          Block.clear(sum);
          for (int k = 0; k < outputs; k++) {
            float a0 = outputGradient.get(r0 + k);
            float a1 = outputGradient.get(r1 + k);
            float a2 = outputGradient.get(r2 + k);
            float a3 = outputGradient.get(r3 + k);
            float b0 = theta.get(c0 + k * inputs);
            float b1 = theta.get(c1 + k * inputs);
            float b2 = theta.get(c2 + k * inputs);
            float b3 = theta.get(c3 + k * inputs);
            Block.addProducts(sum, a0, a1, a2, a3, b0, b1, b2, b3);
          }
          for (int i = 0; i < 4; i++) {
            for (int j = 0; j < 4; j++) {
              if (row + i < rows && column + j < inputs) {
                int at = (row + i) * inputs + column + j;
                float value = sum[4 * i + j];
                if (activation != Activations.NONE) {
                  value *= Activations.derivative(activation, saved.get(at));
                }
                inputGradient.set(at, value);
              }
            }
          }
        }
      }
    }
  }
}
