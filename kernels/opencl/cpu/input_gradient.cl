// ∂C/∂x = ∂C/∂z·W, ⊙ φ′ of the activation that made x
//
// Shapes: ∂C/∂z (capacity, outputs), W (outputs, inputs) in θ, saved and ∂C/∂x (capacity, inputs). Without an activation
// saved is not read. Grid: panels of 32 inputs × groups of rows, one work item each; any number of groups gives the same.
//
// Versions: 8 × 32 blocks from a packed panel (block.cl); φ′ while the sums are in registers.
// Checked against float64 over odd shapes on PoCL. See kernels/README.md for what it reaches.
#include "opencl/arrays.cl"
#include "opencl/activations.cl"
#include "opencl/cpu/block.cl"

INLINE void finishInputGradient(
    float16 sum, __global const float *saved, __global float *target, int count, int first, int last, int activation) {
  if (!first) {
    sum = loadPart(target, count) + sum;
  }
  if (last && activation != NONE) {
    sum *= activationSlope16(activation, loadPart(saved, count));
  }
  storePart(sum, target, count);
}

INLINE void inputGradient(
    __global uchar *outputGradient_, __global uchar *theta_, __global uchar *window_, __global uchar *saved_,
    __global uchar *inputGradient_, int capacity, int inputs, int outputs, int weightOffset, int activation) {
  __global const float *outputGradient = FLOATS(outputGradient_);
  __global const float *weights = FLOATS(theta_) + weightOffset;
  int rows = INTS(window_)[ROWS];
  int column = PANEL * get_group_id(0);
  int width = min(PANEL, inputs - column);
  int blocks = (capacity + BLOCK_ROWS - 1) / BLOCK_ROWS;
  int groupRows = (blocks + get_num_groups(1) - 1) / get_num_groups(1) * BLOCK_ROWS;
  int firstRow = get_group_id(1) * groupRows;
  int lastRow = min(firstRow + groupRows, rows);
  if (firstRow >= lastRow) {
    return;
  }
  float16 panel[2 * DEPTH];
  for (int k0 = 0; k0 < outputs; k0 += DEPTH) {
    int depth = min(DEPTH, outputs - k0);
    int first = k0 == 0;
    int last = k0 + DEPTH >= outputs;
    packColumns(panel, weights + (size_t)k0 * inputs + column, inputs, width, depth);
    for (int row = firstRow; row < lastRow; row += BLOCK_ROWS) {
      __global const float *a = outputGradient + (size_t)row * outputs + k0;
      float16 block[BLOCK_ROWS][2];
      SUM_ROWS(block, width, panel, depth, a, outputs, rows - row)
      for (int r = 0; r < min(BLOCK_ROWS, lastRow - row); r++) {
        for (int v = 0; 16 * v < width; v++) {
          size_t at = (size_t)(row + r) * inputs + column + 16 * v;
          __global const float *saved = FLOATS(saved_) + (activation == NONE ? 0 : at);
          finishInputGradient(block[r][v], saved, FLOATS(inputGradient_) + at, width - 16 * v, first, last, activation);
        }
      }
    }
  }
}
