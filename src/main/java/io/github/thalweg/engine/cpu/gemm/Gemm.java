package io.github.thalweg.engine.cpu.gemm;

import io.github.thalweg.engine.cpu.elements.ActivationFunctions;
import io.github.thalweg.engine.cpu.elements.CrossEntropy;
import io.github.thalweg.engine.cpu.elements.LoopActivations;
import io.github.thalweg.engine.cpu.elements.Losses;
import io.github.thalweg.engine.cpu.threads.Matrix;
import io.github.thalweg.engine.cpu.threads.Tiles;
import io.github.thalweg.engine.cpu.threads.Tiles.Tile;

/**
 * Single-threaded matrix multiplication. The result depends only on the arguments, so a product cut
 * into the same tiles is the same to the last bit on any number of threads.
 */
public interface Gemm {
  /** The kind of implementation: {@code vector}, {@code openblas}, {@code loops}. */
  String name();

  /**
   * Computes a tile of C = A·op(B).
   *
   * @param form whether B is transposed
   * @param terms length of the sums
   * @param a as in the form
   * @param b as in the form
   * @param c all of C, (m, n)
   * @param tile the part of C to compute
   */
  void multiply(Form form, int terms, Matrix a, Matrix b, Matrix c, Tile tile);

  /**
   * Whether every thread should pack A for itself before it computes its tiles.
   *
   * @param tiles how C is cut
   * @param terms length of the sums
   */
  default boolean packs(Tiles tiles, int terms, int threads) {
    return false;
  }

  /**
   * The same with a packed A, if {@link #packs} returns true.
   *
   * @param tile all rows of some columns
   */
  default void multiply(Form form, PackedRows a, Matrix b, Matrix c, Tile tile) {
    throw new UnsupportedOperationException(name() + " packs nothing");
  }

  /** The activation functions with the same arithmetic. */
  default ActivationFunctions activations() {
    return new LoopActivations();
  }

  /** The cross-entropy of a row, with the same arithmetic. */
  default CrossEntropy crossEntropy() {
    return Losses::crossEntropy;
  }

  /**
   * The products of a dense layer; C is (m, n), and the sums have k terms. The gradient by a
   * layer's weights, Aᵀ·B, is a product with a transposed copy of A, so all of them read A's rows.
   */
  enum Form {
    /** C = A·Bᵀ with A (m, k), B (n, k): a layer's output from its input and weights. */
    A_BT,

    /** C = A·B with A (m, k), B (k, n): a layer's gradients. */
    A_B;

    boolean transposesB() {
      return this == A_BT;
    }

    /** The part of B that the columns of C from {@code column} on need. */
    Matrix columnsOf(Matrix b, int column) {
      return transposesB() ? b.from(column, 0) : b.from(0, column);
    }
  }
}
