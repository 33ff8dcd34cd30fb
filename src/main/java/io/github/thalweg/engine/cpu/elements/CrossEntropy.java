package io.github.thalweg.engine.cpu.elements;

/** Softmax of a row and its cross-entropy with a class. */
public interface CrossEntropy {
  /**
   * The loss of a row, in float64.
   *
   * @param y the logits, {@code columns} from {@code yAt}
   * @param target the class, 0 … {@code columns} − 1
   * @param dy receives ∂loss/∂y · scale, {@code columns} from {@code dyAt}; may be y itself
   */
  double lossAndGradient(
      int columns, float[] y, int yAt, int target, float[] dy, int dyAt, double scale);
}
