// ∂C/∂x = ∂C/∂z·W, ⊙ φ′ of the activation that made x
//
// Shapes: as in cpu/input_gradient.cl. A work group of 256 work items computes 64 inputs, from `column` on, of 64 rows, from
// `row` on.
// Versions: 64 × 64 tiles in the group's memory (tile.cl); φ′ while the sums are in registers.
// Checked against float64 over odd shapes on PoCL. Not measured on a GPU.
#include "opencl/arrays.cl"
#include "opencl/activations.cl"
#include "opencl/gpu/tile.cl"

#undef LEFT_ALONG_K
#undef RIGHT_ALONG_K
#undef LEFT
#undef RIGHT
#define LEFT_ALONG_K 1
#define RIGHT_ALONG_K 0
#define LEFT(i, k) ((i) < rows && (k) < outputs ? outputGradient[(size_t)(i) * outputs + (k)] : 0.0f)
#define RIGHT(k, j) ((j) < inputs && (k) < outputs ? weights[(size_t)(k) * inputs + (j)] : 0.0f)

INLINE void inputGradient(
    ARRAY outputGradient_, ARRAY theta_, ARRAY window_, ARRAY saved_, ARRAY inputGradient_, LOCAL float *left,
    LOCAL float *right, int inputs, int outputs, int weightOffset, int activationKind, int column, int row) {
  __global const float *outputGradient = FLOATS(outputGradient_);
  __global const float *weights = FLOATS(theta_) + weightOffset;
  int rows = INTS(window_)[ROWS];
  if (row >= rows) {
    return;
  }
  float sum[16];
  CLEAR_SUMS(sum)
  for (int k0 = 0; k0 < outputs; k0 += DEPTH) {
    LOAD_TILES(row, column, k0)
    ADD_PRODUCTS(sum)
  }
  for (int n = 0; n < 16; n++) {
    int i = row + ROW_OF(n);
    int j = column + COLUMN_OF(n);
    if (i < rows && j < inputs) {
      size_t at = (size_t)i * inputs + j;
      float slope = activationKind == NONE ? 1.0f : activationSlope(activationKind, FLOATS(saved_)[at]);
      FLOATS(inputGradient_)[at] = sum[n] * slope;
    }
  }
}
