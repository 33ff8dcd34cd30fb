// z = x·Wᵀ + b, y = φ(z)
//
// Shapes: as in cpu/linear.cl. Grid: 256 work items for each 64 outputs × groups of 64 rows.
// Versions: 64 × 64 tiles in the group's memory (tile.cl); bias and activation while the sums are in registers.
// Checked against float64 over odd shapes on PoCL. Not measured on a GPU.
#include "opencl/arrays.cl"
#include "opencl/activations.cl"
#include "opencl/gpu/tile.cl"

#undef LEFT_ALONG_K
#undef RIGHT_ALONG_K
#undef LEFT
#undef RIGHT
#define LEFT_ALONG_K 1
#define RIGHT_ALONG_K 1
#define LEFT(i, k) ((i) < rows && (k) < inputs ? x[rowOfBatch(source, order, offset, i) * inputs + (k)] : 0.0f)
#define RIGHT(k, j) ((j) < outputs && (k) < inputs ? weights[(size_t)(j) * inputs + (k)] : 0.0f)

INLINE void linearForward(
    ARRAY x_, ARRAY order_, ARRAY theta_, ARRAY window_, ARRAY z_, ARRAY y_, LOCAL float *left, LOCAL float *right,
    int source, int capacity, int inputs, int outputs, int weightOffset, int biasOffset, int activationKind, int keepsZ) {
  __global const int *window = INTS(window_);
  __global const float *x = FLOATS(x_);
  __global const int *order = INTS(order_);
  int offset = window[OFFSET];
  __global const float *weights = FLOATS(theta_) + weightOffset;
  int rows = window[ROWS];
  int row = TILE * get_group_id(1);
  int column = TILE * get_group_id(0);
  if (row >= rows) {
    return;
  }
  float sum[16];
  CLEAR_SUMS(sum)
  for (int k0 = 0; k0 < inputs; k0 += DEPTH) {
    LOAD_TILES(row, column, k0)
    ADD_PRODUCTS(sum)
  }
  for (int n = 0; n < 16; n++) {
    int i = row + ROW_OF(n);
    int j = column + COLUMN_OF(n);
    if (i < rows && j < outputs) {
      size_t at = (size_t)i * outputs + j;
      float z = biasOffset < 0 ? sum[n] : sum[n] + FLOATS(theta_)[biasOffset + j];
      if (keepsZ == 1) {
        FLOATS(z_)[at] = z;
      }
      FLOATS(y_)[at] = activation(activationKind, z);
    }
  }
}
