// z = x·Wᵀ + b, y = φ(z)
//
// Shapes: x (rows, inputs), W (outputs, inputs) and b (outputs) in θ, z and y (capacity, outputs); rowOfBatch (arrays.cl) gives
// the places of the rows of x. A bias offset below 0 means no b; z is written only if keepsZ is 1.
// Grid: panels of up to 48 outputs × groups of rows, one work item each; the result is the same for any number of groups.
//
// Versions: 8 × 48 blocks from a packed panel (block.cl), and from packed rows if an order names them; bias, activation and
// stores in one pass through the block, while it is in the first-level cache.
// Checked against float64 over odd shapes on PoCL. kernels/README.md has its measured speed.
#include "opencl/arrays.cl"
#include "opencl/activations.cl"
#include "opencl/cpu/block.cl"

// Stores z = block + b, if keepsZ is set, and y = φ(z). If the compiler knows the activation and the number of values in a
// vector, there is no branch for each vector.
INLINE void storeOutputs(
    float16 (*block)[VECTORS], const Columns *own, const float16 *bias, __global float *z, __global float *y, int stride,
    int first, int last, int count, int keepsZ, int activation) {
  for (int r = first; r < last; r++) {
    for (int v = 0; v < own->vectors; v++) {
      size_t at = (size_t)r * stride + own->columns[v];
      float16 value = block[r][v] + bias[v];
      if (keepsZ) {
        storePart(value, z + at, count);
      }
      storePart(activation16(activation, value), y + at, count);
    }
  }
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
  Columns own = columnsOf(get_group_id(0), get_num_groups(0), outputs);
  int blocks = (capacity + BLOCK_ROWS - 1) / BLOCK_ROWS;
  int groupRows = (blocks + get_num_groups(1) - 1) / get_num_groups(1) * BLOCK_ROWS;
  int firstRow = get_group_id(1) * groupRows;
  int lastRow = min(firstRow + groupRows, rows);
  if (firstRow >= lastRow) {
    return;
  }
  int ordered = source == ORDER;
  float16 bias[VECTORS];
  for (int v = 0; v < own.vectors; v++) {
    bias[v] = biasOffset >= 0 ? loadPart(theta + biasOffset + own.columns[v], own.count) : (float16)(0.0f);
  }
  float16 panel[VECTORS * DEPTH];
  int panelDepth = depthOf(inputs);
  for (int k0 = 0; k0 < inputs; k0 += panelDepth) {
    int depth = min(panelDepth, inputs - k0);
    packRows(panel, &own, theta + weightOffset + k0, inputs, depth);
    for (int row = firstRow; row < lastRow; row += BLOCK_ROWS) {
      int at = max(0, min(row, rows - BLOCK_ROWS));
      int last = min(BLOCK_ROWS, lastRow - at);
      float16 block[BLOCK_ROWS][VECTORS];
      __global const float *a = x + k0 + (ordered ? 0 : (size_t)at * inputs);
      if (ordered || rows < BLOCK_ROWS) {
        float packed[BLOCK_ROWS * DEPTH];
        packBlock(packed, a, ordered, order + at, inputs, rows - at, depth);
        SUM_PRODUCTS(block, own, panel, depth, packed[DEPTH * r + k])
      } else {
        SUM_PRODUCTS(block, own, panel, depth, a[(size_t)r * inputs + k])
      }
      size_t target = (size_t)at * outputs;
      if (k0 > 0) {
        addEarlier(block, &own, FLOATS(y_) + target, outputs, row - at, last);
      }
      if (k0 + depth < inputs) {
        storeBlock(block, &own, FLOATS(y_) + target, outputs, row - at, last);
        continue;
      }
      __global float *z = FLOATS(z_) + (keepsZ == 1 ? target : 0);
      __global float *y = FLOATS(y_) + target;
      int isPlain = own.count == 16 && keepsZ != 1;
      if (isPlain && activation == NONE) {
        storeOutputs(block, &own, bias, z, y, outputs, row - at, last, 16, 0, NONE);
      } else if (isPlain && activation == RELU) {
        storeOutputs(block, &own, bias, z, y, outputs, row - at, last, 16, 0, RELU);
      } else {
        storeOutputs(block, &own, bias, z, y, outputs, row - at, last, own.count, keepsZ == 1, activation);
      }
    }
  }
}
