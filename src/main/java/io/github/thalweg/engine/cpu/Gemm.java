package io.github.thalweg.engine.cpu;

/**
 * Single-threaded matrix multiplication. The result depends on nothing but the arguments, so that a
 * product cut into the same blocks is the same to the last bit on any number of threads.
 */
interface Gemm {
  /** Where the arithmetic comes from: {@code openblas}, {@code vector}, {@code loops}. */
  String name();

  /**
   * C = op(A)·op(B), or C += op(A)·op(B).
   *
   * @param transposeA whether op(A) = Aᵀ; A is then (k, m) instead of (m, k)
   * @param transposeB whether op(B) = Bᵀ; B is then (n, k) instead of (k, n)
   * @param m rows of C
   * @param n columns of C
   * @param k length of the sums
   * @param accumulate whether to add to what C holds
   */
  void multiply(
      boolean transposeA,
      boolean transposeB,
      int m,
      int n,
      int k,
      Matrix a,
      Matrix b,
      Matrix c,
      boolean accumulate);
}
