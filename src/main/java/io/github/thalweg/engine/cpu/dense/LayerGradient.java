package io.github.thalweg.engine.cpu.dense;

import io.github.thalweg.engine.cpu.threads.Matrix;
import java.util.Arrays;
import java.util.Optional;

/**
 * The inputs and outputs of a dense layer's gradient.
 *
 * @param dz ∂C/∂z, (batch, outputs)
 * @param x the layer's input, (batch, inputs)
 * @param dw ∂C/∂W, (outputs, inputs)
 * @param db ∂C/∂b, (1, outputs)
 */
record LayerGradient(Matrix dz, Matrix x, Matrix dw, Optional<Matrix> db) {
  int outputs() {
    return dz.columns;
  }

  int inputs() {
    return x.columns;
  }

  int weights() {
    return Math.multiplyExact(outputs(), inputs());
  }

  /**
   * Sums some columns of some rows of ∂C/∂z.
   *
   * @param left the first column
   * @param right the column to stop at
   * @param totals room for the sums of all columns in float64, from {@code first} on
   * @param offset the start of the sums of all columns in {@code sums}
   */
  void columnSums(
      int from, int to, int left, int right, double[] totals, int first, float[] sums, int offset) {
    Arrays.fill(totals, first + left, first + right, 0);
    for (int i = from; i < to; i++) {
      int row = dz.at(i, 0);
      for (int j = left; j < right; j++) {
        totals[first + j] += dz.data[row + j];
      }
    }
    for (int j = left; j < right; j++) {
      sums[offset + j] = (float) totals[first + j];
    }
  }
}
