// z = x·Wᵀ + b, y = φ(z)
//
// Shapes: as in cpu/linear.cl. Grid: 256 work items for each 64 outputs × groups of 64 rows.
// Versions: 64 × 64 tiles in the group's memory (tile.cl); bias and activation while the sums are in registers.
// Checked against float64 over odd shapes on PoCL. Not measured on a GPU.
#include "opencl/arrays.cl"
#include "opencl/activations.cl"
#include "opencl/gpu/tile.cl"

#define LEFT_ALONG_K 1
#define RIGHT_ALONG_K 1
#define LEFT(i, k) ((i) < rows && (k) < inputs ? x[(size_t)(i) * inputs + (k)] : 0.0f)
#define RIGHT(k, j) ((j) < outputs && (k) < inputs ? weights[(size_t)(j) * inputs + (k)] : 0.0f)

__kernel void linearForward(
    HIDDEN, ARRAY x_, ARRAY theta_, ARRAY window_, ARRAY z_, ARRAY y_, SCALAR windowed, SCALAR capacity, SCALAR inputs,
    SCALAR outputs, SCALAR weightOffset, SCALAR biasOffset, SCALAR activationKind, SCALAR keepsZ) {
  TILE_ARRAYS
  __global const int *window = INTS(window_);
  __global const float *x = FLOATS(x_) + (size_t)(windowed * window[OFFSET]) * inputs;
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
