// ∂C/∂W = (∂C/∂z)ᵀ·x, ∂C/∂b = Σᵢ ∂C/∂z[i, ·]
//
// Shapes: as in cpu/parameter_gradient.cl, with the same parts of 1,024 rows. A work group of 256 work items computes 64 inputs,
// from `column` on, of 64 outputs, from `output` on, for one part.
// Versions: 64 × 64 tiles in the group's memory (tile.cl). The first group of a row of tiles also sums ∂C/∂b from them.
// Checked against float64 over odd shapes on PoCL. Not measured on a GPU.
#include "opencl/arrays.cl"
#include "opencl/gpu/tile.cl"

#define ROWS_PER_PART 1024
#undef LEFT_ALONG_K
#undef RIGHT_ALONG_K
#undef LEFT
#undef RIGHT
#define LEFT_ALONG_K 0
#define RIGHT_ALONG_K 0
#define LEFT(i, k) ((i) < outputs && (k) < lastRow ? outputGradient[(size_t)(k) * outputs + (i)] : 0.0f)
#define RIGHT(k, j) ((j) < inputs && (k) < lastRow ? x[rowOfBatch(source, order, offset, k) * inputs + (j)] : 0.0f)

INLINE void parameterGradient(
    ARRAY outputGradient_, ARRAY x_, ARRAY order_, ARRAY window_, ARRAY sums_, LOCAL float *left, LOCAL float *right,
    int source, int inputs, int outputs, int weightOffset, int biasOffset, int count, int column, int output, int part) {
  __global const int *window = INTS(window_);
  __global const float *outputGradient = FLOATS(outputGradient_);
  __global const float *x = FLOATS(x_);
  __global const int *order = INTS(order_);
  int offset = window[OFFSET];
  int firstRow = part * ROWS_PER_PART;
  int rows = window[ROWS];
  int lastRow = rows < firstRow + ROWS_PER_PART ? rows : firstRow + ROWS_PER_PART;
  int item = get_local_id(0);
  float bias = 0.0f;
  float sum[16];
  CLEAR_SUMS(sum)
  for (int row = firstRow; row < lastRow; row += DEPTH) {
    LOAD_TILES(output, column, row)
    float partial = 0.0f;
    for (int k = 0; k < DEPTH; k++) {
      partial += left[k * TILE_STRIDE + item % TILE];
    }
    bias += partial;
    ADD_PRODUCTS(sum)
  }
  __global float *sums = FLOATS(sums_) + (size_t)part * count;
  for (int n = 0; n < 16; n++) {
    int o = output + ROW_OF(n);
    int j = column + COLUMN_OF(n);
    if (o < outputs && j < inputs) {
      sums[weightOffset + (size_t)o * inputs + j] = sum[n];
    }
  }
  if (biasOffset >= 0 && column == 0 && item < TILE && output + item < outputs) {
    sums[biasOffset + output + item] = bias;
  }
}
