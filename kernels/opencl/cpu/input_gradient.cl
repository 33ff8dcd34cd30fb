// ∂C/∂x = ∂C/∂z·W, ⊙ φ′ of the activation that made x
//
// Shapes: ∂C/∂z (capacity, outputs), W (outputs, inputs) in θ, saved and ∂C/∂x (capacity, inputs). Without an activation
// saved is not read. `panel` of `panels` has up to 48 inputs, and `group` of `groups` a share of the rows; the result is the
// same for any number of panels and groups.
//
// Versions: 8 × 48 blocks from a packed panel (block.cl); φ′ while the block is in the first-level cache; its saved values are
// requested before the sums.
// Checked against float64 over odd shapes on PoCL. kernels/README.md has its measured speed.
#include "opencl/arrays.cl"
#include "opencl/activations.cl"
#include "opencl/cpu/block.cl"

// Stores the sums times φ′. If the compiler knows the activation and the number of values in a vector, there is no branch for
// each vector.
INLINE void storeSlopes(
    float16 (*block)[VECTORS], const Columns *own, __global const float *saved, __global float *target, int stride,
    int first, int last, int count, int activation) {
  for (int r = first; r < last; r++) {
    for (int v = 0; v < own->vectors; v++) {
      size_t at = (size_t)r * stride + own->columns[v];
      float16 slope = activationSlope16(activation, loadPart(saved + at, count));
      storePart(block[r][v] * slope, target + at, count);
    }
  }
}

// Requests the values that are read after the sums of a block: 8 rows of up to 48 values. A row can begin anywhere in a cache
// line of 64 bytes.
INLINE void prefetchBlock(__global const float *matrix, const Columns *own, int stride) {
#pragma unroll
  for (int r = 0; r < BLOCK_ROWS; r++) {
    __global const float *row = matrix + (size_t)r * stride + own->columns[0];
#pragma unroll
    for (int v = 0; v < VECTORS + 1; v++) {
      PREFETCH(row + 16 * v);
    }
  }
}

INLINE void inputGradient(
    __global uchar *outputGradient_, __global uchar *theta_, __global uchar *window_, __global uchar *saved_,
    __global uchar *inputGradient_, int capacity, int inputs, int outputs, int weightOffset, int activation, int panel,
    int panels, int group, int groups) {
  __global const float *outputGradient = FLOATS(outputGradient_);
  __global const float *weights = FLOATS(theta_) + weightOffset;
  int rows = INTS(window_)[ROWS];
  Columns own = columnsOf(panel, panels, inputs);
  int blocks = (capacity + BLOCK_ROWS - 1) / BLOCK_ROWS;
  int groupRows = (blocks + groups - 1) / groups * BLOCK_ROWS;
  int firstRow = group * groupRows;
  int lastRow = min(firstRow + groupRows, rows);
  if (firstRow >= lastRow) {
    return;
  }
  float16 packedPanel[VECTORS * DEPTH];
  int panelDepth = depthOf(outputs);
  for (int k0 = 0; k0 < outputs; k0 += panelDepth) {
    int depth = min(panelDepth, outputs - k0);
    packColumns(packedPanel, &own, weights + (size_t)k0 * inputs, 0, 0, inputs, depth);
    for (int row = firstRow; row < lastRow; row += BLOCK_ROWS) {
      int at = max(0, min(row, rows - BLOCK_ROWS));
      int last = min(BLOCK_ROWS, lastRow - at);
      float16 block[BLOCK_ROWS][VECTORS];
      int isLast = k0 + depth == outputs;
      if (isLast && activation != NONE) {
        prefetchBlock(FLOATS(saved_) + (size_t)at * inputs, &own, inputs);
      }
      __global const float *a = outputGradient + (size_t)at * outputs + k0;
      if (rows < BLOCK_ROWS) {
        float packed[BLOCK_ROWS * DEPTH];
        packBlock(packed, a, 0, 0, outputs, rows, depth);
        SUM_PRODUCTS(block, own, packedPanel, depth, packed[DEPTH * r + k])
      } else {
        SUM_PRODUCTS(block, own, packedPanel, depth, a[(size_t)r * outputs + k])
      }
      __global float *target = FLOATS(inputGradient_) + (size_t)at * inputs;
      if (k0 > 0) {
        addEarlier(block, &own, target, inputs, row - at, last);
      }
      __global const float *saved = FLOATS(saved_) + (size_t)at * inputs;
      if (!isLast || activation == NONE) {
        storeBlock(block, &own, target, inputs, row - at, last);
      } else if (activation == RELU && own.count == 16) {
        storeSlopes(block, &own, saved, target, inputs, row - at, last, 16, RELU);
      } else {
        storeSlopes(block, &own, saved, target, inputs, row - at, last, own.count, activation);
      }
    }
  }
}
