package io.github.thalweg.kernels;

import uk.ac.manchester.tornado.api.types.arrays.FloatArray;

/**
 * ∂C/∂x = ∂C/∂z·W, ⊙ φ′ of the activation that made x, called from the kernels of {@link
 * LayerGradients}
 *
 * <p>Shapes: ∂C/∂z (rows, outputs), W (outputs, inputs) in θ, saved and ∂C/∂x (rows, inputs).
 * Without an activation {@code saved} is not read.
 *
 * <p>Versions: a block of 4 × 4 elements a work item in private memory. Checked against the float64
 * reference over odd shapes.
 */
final class InputGradient {
  private InputGradient() {}

  /**
   * One block: the elements [row … + 3, column … + 3].
   *
   * @param dz where ∂C/∂z begins in {@code outputGradient}, {@code kept} what was saved in its
   *     array, and {@code dx} ∂C/∂x in its own
   */
  static void block(
      FloatArray outputGradient,
      int dz,
      FloatArray theta,
      FloatArray saved,
      int kept,
      FloatArray inputGradient,
      int dx,
      int rows,
      int row,
      int column,
      int inputs,
      int outputs,
      int weightOffset,
      int activation) {
    int r0 = dz + row * outputs;
    int r1 = dz + Math.min(row + 1, rows - 1) * outputs;
    int r2 = dz + Math.min(row + 2, rows - 1) * outputs;
    int r3 = dz + Math.min(row + 3, rows - 1) * outputs;
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
        int at = Math.min(row + i, rows - 1) * inputs + Math.min(column + j, inputs - 1);
        float value = sum[4 * i + j];
        if (activation != Activations.NONE) {
          value *= Activations.derivative(activation, saved.get(kept + at));
        }
        inputGradient.set(dx + at, value);
      }
    }
  }
}
