package io.github.thalweg.engine.cpu.elements;

import io.github.thalweg.engine.cpu.threads.Matrix;
import io.github.thalweg.engine.cpu.threads.Tiles.Tile;
import io.github.thalweg.nn.Activation;

/** The operations after a matrix multiplication, on a tile of its result, in float32. */
public interface ActivationFunctions {
  /**
   * Adds the bias to every row of a tile of z.
   *
   * @param bias (columns of z)
   */
  void addBias(Matrix bias, Matrix z, Tile tile);

  /** Replaces z by φ(z). */
  void apply(Activation activation, Matrix z, Tile tile);

  /**
   * Multiplies a gradient by φ′.
   *
   * @param saved φ(z), or z for gelu; as large as the gradient
   */
  void multiplyByDerivative(Activation activation, Matrix saved, Matrix gradient, Tile tile);
}
