package io.github.thalweg.kernels;

import uk.ac.manchester.tornado.api.KernelContext;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/**
 * What a dense layer does around the products of a library: z = p + b, y = φ(z) behind the forward
 * one, p ⊙ φ′ behind that of the way back, and ∂C/∂b = Σᵢ ∂C/∂z[i, ·] beside it. What lies behind
 * the last row of a smaller batch becomes zero, so that no product sees an older one.
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
   * y from the product in its place.
   *
   * @param keepsZ 1 where z is for the way back
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

  /** ∂C/∂z of a layer from ∂C/∂y, in its place. */
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
