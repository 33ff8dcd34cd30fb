package io.github.thalweg.kernels;

import uk.ac.manchester.tornado.api.KernelContext;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/**
 * The work of a dense layer around the products of a library: z = p + b, y = φ(z) after the forward
 * product, p ⊙ φ′ after the backward product, and ∂C/∂b = Σᵢ ∂C/∂z[i, ·]. Rows after the last row
 * of a smaller batch become zero, so that no product reads older rows.
 *
 * <p>Shapes: p, z, y and saved (capacity, columns), b (columns) at its offset in θ, sums (parts,
 * columns).
 *
 * <p>Versions: an element a work item; the sums in parts of the rows, neighbouring work items in
 * neighbouring columns. Checked against the float64 reference over odd shapes.
 */
public final class BiasActivation {
  private BiasActivation() {}

  /**
   * y from the product, in place.
   *
   * @param keepsZ 1 if z is kept for the backward pass
   * @param biasOffset below 0 without b
   */
  public static void forward(
      KernelContext context,
      FloatArray theta,
      IntArray window,
      FloatArray z,
      FloatArray y,
      int capacity,
      int columns,
      int biasOffset,
      int activation,
      int keepsZ) {
    int i = context.globalIdx / columns;
    if (i < capacity) {
      float value = 0f;
      if (i < window.get(Window.ROWS)) {
        float sum = y.get(context.globalIdx);
        if (biasOffset >= 0) {
          sum += theta.get(biasOffset + context.globalIdx % columns);
        }
        if (keepsZ == 1) {
          z.set(context.globalIdx, sum);
        }
        value = Activations.value(activation, sum);
      }
      y.set(context.globalIdx, value);
    }
  }

  /** ∂C/∂z of a layer from ∂C/∂y, in place. */
  public static void backward(
      KernelContext context,
      IntArray window,
      FloatArray saved,
      FloatArray gradient,
      int capacity,
      int columns,
      int activation) {
    int i = context.globalIdx / columns;
    if (i < capacity) {
      float value = 0f;
      if (i < window.get(Window.ROWS)) {
        value = gradient.get(context.globalIdx);
        if (activation != Activations.NONE) {
          value *= Activations.derivative(activation, saved.get(context.globalIdx));
        }
      }
      gradient.set(context.globalIdx, value);
    }
  }

  /** The sums of ∂C/∂z over the rows of each part. */
  public static void sums(
      KernelContext context,
      FloatArray gradient,
      IntArray window,
      FloatArray sums,
      int parts,
      int rowsPerPart,
      int columns) {
    int part = context.globalIdx / columns;
    if (part < parts) {
      int column = context.globalIdx % columns;
      int last = Math.min((part + 1) * rowsPerPart, window.get(Window.ROWS));
      float sum = 0f;
      for (int i = part * rowsPerPart; i < last; i++) {
        sum += gradient.get(i * columns + column);
      }
      sums.set(context.globalIdx, sum);
    }
  }
}
