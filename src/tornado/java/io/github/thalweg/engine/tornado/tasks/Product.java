package io.github.thalweg.engine.tornado.tasks;

import uk.ac.manchester.tornado.api.types.arrays.FloatArray;

/**
 * C = op(A)·op(B) for the libraries of linear algebra, which read arrays column by column: element
 * (i, j) of a matrix is at i + j · stride. For them, a matrix that is stored row by row is its
 * transpose, so such a product computes Cᵀ = op(B)ᵀ·op(A)ᵀ of the rows.
 *
 * @param transposedA whether op(A) is Aᵀ
 * @param transposedB whether op(B) is Bᵀ
 * @param rows of op(A) and C
 * @param columns of op(B) and C
 * @param inner columns of op(A), rows of op(B)
 * @param strideA elements from one column of A to the next
 * @param strideB the same of B
 * @param strideC the same of C
 */
public record Product(
    boolean transposedA,
    boolean transposedB,
    int rows,
    int columns,
    int inner,
    FloatArray a,
    int strideA,
    FloatArray b,
    int strideB,
    FloatArray c,
    int strideC) {

  /** z = x·Wᵀ: x (batch, inputs), W (outputs, inputs), z (batch, outputs). */
  public static Product forward(
      FloatArray x, FloatArray w, FloatArray z, int batch, int inputs, int outputs) {
    return new Product(true, false, outputs, batch, inputs, w, inputs, x, inputs, z, outputs);
  }

  /** ∂C/∂W = (∂C/∂z)ᵀ·x: ∂C/∂z (batch, outputs), x (batch, inputs), ∂C/∂W (outputs, inputs). */
  public static Product parameterGradient(
      FloatArray dz, FloatArray x, FloatArray dw, int batch, int inputs, int outputs) {
    return new Product(false, true, inputs, outputs, batch, x, inputs, dz, outputs, dw, inputs);
  }

  /** ∂C/∂x = ∂C/∂z·W: ∂C/∂z (batch, outputs), W (outputs, inputs), ∂C/∂x (batch, inputs). */
  public static Product inputGradient(
      FloatArray dz, FloatArray w, FloatArray dx, int batch, int inputs, int outputs) {
    return new Product(false, false, inputs, batch, outputs, w, inputs, dz, outputs, dx, inputs);
  }
}
