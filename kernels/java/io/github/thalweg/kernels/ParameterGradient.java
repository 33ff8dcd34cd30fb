package io.github.thalweg.kernels;

import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/**
 * ∂C/∂W = (∂C/∂z)ᵀ·x, ∂C/∂b = Σᵢ ∂C/∂z[i, ·], called from the kernels of {@link LayerGradients}
 *
 * <p>Shapes: ∂C/∂z (rows, outputs), x (rows, inputs), ∂C/∂W (outputs, inputs) and ∂C/∂b (outputs)
 * at their offsets in {@code sums}; a bias offset below 0 means no b.
 *
 * <p>Versions: a block of 4 × 4 weights a work item in private memory, over the rows of one part.
 * More than {@link #ROWS_PER_PART} rows are split into parts, which keeps float32 sums short and
 * gives small layers enough work items: part p writes its own sums at p · P, and the first reader
 * of g adds the parts. Checked against the float64 reference over odd shapes.
 */
public final class ParameterGradient {
  /** Rows that one work item sums. */
  public static final int ROWS_PER_PART = 1024;

  private ParameterGradient() {}

  /**
   * One block: the weights [output … + 3, input … + 3], and with input 0 the biases.
   *
   * @param dz where ∂C/∂z begins in {@code outputGradient}
   * @param x where x begins in {@code input}
   * @param row the first row of the part, {@code last} the row after its last
   * @param at where the part begins in {@code sums}
   */
  static void block(
      FloatArray outputGradient,
      int dz,
      FloatArray input,
      int x,
      IntArray order,
      int shuffled,
      int first,
      int row,
      int last,
      FloatArray sums,
      int at,
      int o,
      int i,
      int inputs,
      int outputs,
      int weightOffset,
      int biasOffset) {
    int o1 = Math.min(o + 1, outputs - 1);
    int o2 = Math.min(o + 2, outputs - 1);
    int o3 = Math.min(o + 3, outputs - 1);
    int i1 = Math.min(i + 1, inputs - 1);
    int i2 = Math.min(i + 2, inputs - 1);
    int i3 = Math.min(i + 3, inputs - 1);
    float[] sum = new float[16];
    Block.clear(sum);
    for (int r = row; r < last; r++) {
      int z = dz + r * outputs;
      int source = x + Rows.of(order, shuffled, first, r) * inputs;
      float a0 = outputGradient.get(z + o);
      float a1 = outputGradient.get(z + o1);
      float a2 = outputGradient.get(z + o2);
      float a3 = outputGradient.get(z + o3);
      float b0 = input.get(source + i);
      float b1 = input.get(source + i1);
      float b2 = input.get(source + i2);
      float b3 = input.get(source + i3);
      Block.addProducts(sum, a0, a1, a2, a3, b0, b1, b2, b3);
    }
    int weights = at + weightOffset;
    for (int j = 0; j < 4; j++) {
      for (int k = 0; k < 4; k++) {
        int output = Math.min(o + j, outputs - 1);
        sums.set(weights + output * inputs + Math.min(i + k, inputs - 1), sum[4 * j + k]);
      }
    }
    if (biasOffset >= 0) {
      if (i == 0) {
        float s0 = 0f;
        float s1 = 0f;
        float s2 = 0f;
        float s3 = 0f;
        for (int r = row; r < last; r++) {
          int z = dz + r * outputs;
          s0 += outputGradient.get(z + o);
          s1 += outputGradient.get(z + o1);
          s2 += outputGradient.get(z + o2);
          s3 += outputGradient.get(z + o3);
        }
        int biases = at + biasOffset;
        sums.set(biases + o, s0);
        sums.set(biases + o1, s1);
        sums.set(biases + o2, s2);
        sums.set(biases + o3, s3);
      }
    }
  }
}
