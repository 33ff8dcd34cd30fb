// z = x·Wᵀ + b, y = φ(z)
//
// Shapes: x (rows, inputs), W (outputs, inputs) and b (outputs) in θ, z and y (capacity, outputs); rowOfBatch (arrays.cl) says
// where the rows of x are. A bias offset below 0 means no b; z is only written when keepsZ is 1.
// Grid: panels of 32 outputs × groups of rows, one work item each; any number of groups gives the same result.
//
// Versions: 8 × 32 blocks from a packed panel (block.cl), and from packed rows where an order names them; bias and activation
// while the sums are in registers.
// Checked against float64 over odd shapes on PoCL. See kernels/README.md for what it reaches.
#include "opencl/arrays.cl"
#include "opencl/activations.cl"
#include "opencl/cpu/block.cl"

// One vector of outputs of a row: what earlier panels summed, then at the last panel bias and activation.
INLINE void finishOutputs(
    float16 sum, __global float *z, __global float *y, float16 bias, int count, int first, int last, int activation,
    int keepsZ) {
  if (!first) {
    sum = loadPart(y, count) + sum;
  }
  if (last) {
    sum += bias;
    if (keepsZ == 1) {
      storePart(sum, z, count);
    }
    sum = activation16(activation, sum);
  }
  storePart(sum, y, count);
}

INLINE void linearForward(
    __global uchar *x_, __global uchar *order_, __global uchar *theta_, __global uchar *window_, __global uchar *z_,
    __global uchar *y_, int source, int capacity, int inputs, int outputs, int weightOffset, int biasOffset,
    int activation, int keepsZ) {
  __global const float *theta = FLOATS(theta_);
  __global const int *window = INTS(window_);
  int rows = window[ROWS];
  __global const float *x = FLOATS(x_) + (size_t)(source == DATA ? window[OFFSET] : 0) * inputs;
  __global const int *order = INTS(order_) + (source == ORDER ? window[OFFSET] : 0);
  int column = PANEL * get_group_id(0);
  int width = min(PANEL, outputs - column);
  int blocks = (capacity + BLOCK_ROWS - 1) / BLOCK_ROWS;
  int groupRows = (blocks + get_num_groups(1) - 1) / get_num_groups(1) * BLOCK_ROWS;
  int firstRow = get_group_id(1) * groupRows;
  int lastRow = min(firstRow + groupRows, rows);
  if (firstRow >= lastRow) {
    return;
  }
  float16 bias[2] = {(float16)(0.0f), (float16)(0.0f)};
  if (biasOffset >= 0) {
    bias[0] = loadPart(theta + biasOffset + column, width);
    bias[1] = loadPart(theta + biasOffset + column + min(16, width), width - 16);
  }
  float16 panel[2 * DEPTH];
  for (int k0 = 0; k0 < inputs; k0 += DEPTH) {
    int depth = min(DEPTH, inputs - k0);
    int first = k0 == 0;
    int last = k0 + DEPTH >= inputs;
    packRows(panel, theta + weightOffset + (size_t)column * inputs + k0, inputs, width, depth);
    for (int row = firstRow; row < lastRow; row += BLOCK_ROWS) {
      float16 block[BLOCK_ROWS][2];
      if (source == ORDER) {
        float packed[BLOCK_ROWS * DEPTH];
        packOrder(packed, x + k0, order + row, inputs, rows - row, depth);
        SUM_ROWS(block, width, panel, depth, packed, DEPTH, BLOCK_ROWS)
      } else {
        __global const float *a = x + (size_t)row * inputs + k0;
        SUM_ROWS(block, width, panel, depth, a, inputs, rows - row)
      }
      for (int r = 0; r < min(BLOCK_ROWS, lastRow - row); r++) {
        for (int v = 0; 16 * v < width; v++) {
          size_t at = (size_t)(row + r) * outputs + column + 16 * v;
          __global float *z = FLOATS(z_) + (keepsZ == 1 ? at : 0);
          finishOutputs(block[r][v], z, FLOATS(y_) + at, bias[v], width - 16 * v, first, last, activation, keepsZ);
        }
      }
    }
  }
}
