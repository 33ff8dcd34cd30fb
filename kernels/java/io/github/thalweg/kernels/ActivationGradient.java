package io.github.thalweg.kernels;

import uk.ac.manchester.tornado.api.annotations.Parallel;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/**
 * ∂C/∂z = ∂C/∂y ⊙ φ′, in place
 *
 * <p>Shapes: saved and gradient (capacity, columns); saved is y, or z where φ′ does not follow from
 * y.
 *
 * <p>Versions: an element a work item. Checked against the float64 reference.
 */
public final class ActivationGradient {
  private ActivationGradient() {}

  public static void backward(
      FloatArray saved,
      IntArray window,
      FloatArray gradient,
      int capacity,
      int columns,
      int activation) {
    for (@Parallel int i = 0; i < capacity; i++) {
      for (@Parallel int j = 0; j < columns; j++) {
        if (i < window.get(Window.ROWS)) {
          int at = i * columns + j;
          float slope = Activations.derivative(activation, saved.get(at));
          gradient.set(at, gradient.get(at) * slope);
        }
      }
    }
  }
}
