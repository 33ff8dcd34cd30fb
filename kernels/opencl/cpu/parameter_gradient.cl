// ∂C/∂W = (∂C/∂z)ᵀ·x, ∂C/∂b = Σᵢ ∂C/∂z[i, ·]
//
// Shapes: ∂C/∂z (capacity, outputs), x (rows, inputs), whose rows are where rowOfBatch (arrays.cl) says, ∂C/∂W (outputs,
// inputs) and ∂C/∂b (outputs) at their offsets in g; a bias offset below 0 means no b. Rows are split into parts of 1,024,
// each with sums of its own (parts, count), which the update adds up in their order.
// Grid: groups of panels of 32 inputs × tiles of 64 outputs × parts, one work item each; any number of groups gives the same.
//
// Versions: 8 × 32 blocks from a packed panel (block.cl), with the 64 columns of ∂C/∂z packed too: read as they lie, each
// value of k would touch another page.
// Checked against float64 over odd shapes on PoCL. See kernels/README.md for what it reaches.
#include "opencl/arrays.cl"
#include "opencl/cpu/block.cl"

#define ROWS_PER_PART 1024
#define TILE 64

// tile[k, o] = a[k, o]; what stands beyond the edge is not stored.
static void packTile(float16 *tile, __global const float *a, int stride, int height, int depth) {
  int wide = wideRows(depth, stride, height, TILE);
  for (int k = 0; k < wide; k++) {
#pragma unroll
    for (int v = 0; v < TILE / 16; v++) {
      tile[TILE / 16 * k + v] = vload16(v, a + (size_t)k * stride);
    }
  }
  float *values = (float *)tile;
  for (int k = wide; k < depth; k++) {
    for (int o = 0; o < TILE; o++) {
      values[TILE * k + o] = a[(size_t)k * stride + min(o, height - 1)];
    }
  }
}

INLINE void finishSums(float16 sum, __global float *target, int count, int first) {
  storePart(first ? sum : loadPart(target, count) + sum, target, count);
}

INLINE void parameterGradient(
    __global uchar *outputGradient_, __global uchar *x_, __global uchar *order_, __global uchar *window_,
    __global uchar *sums_, int source, int parts, int inputs, int outputs, int weightOffset, int biasOffset, int count) {
  __global const int *window = INTS(window_);
  int part = get_group_id(2);
  int output = TILE * get_group_id(1);
  int height = min(TILE, outputs - output);
  int panels = (inputs + PANEL - 1) / PANEL;
  int groupPanels = (panels + get_num_groups(0) - 1) / get_num_groups(0);
  int firstColumn = get_group_id(0) * groupPanels * PANEL;
  int lastColumn = min(firstColumn + groupPanels * PANEL, inputs);
  int firstRow = part * ROWS_PER_PART;
  int lastRow = min(firstRow + ROWS_PER_PART, window[ROWS]);
  __global const float *x = FLOATS(x_) + (size_t)(source == DATA ? window[OFFSET] : 0) * inputs;
  __global const int *order = INTS(order_) + (source == ORDER ? window[OFFSET] : 0);
  __global float *sums = FLOATS(sums_) + (size_t)part * count;
  int givesBias = biasOffset >= 0 && get_group_id(0) == 0;
  float16 panel[2 * DEPTH];
  float16 tile[DEPTH * TILE / 16];
  // Once at least: a part without rows has sums of 0.
  int row = firstRow;
  do {
    int first = row == firstRow;
    int depth = clamp(lastRow - row, 0, DEPTH);
    __global const float *a = FLOATS(outputGradient_) + (size_t)row * outputs + output;
    packTile(tile, a, outputs, height, depth);
    if (givesBias) {
      for (int v = 0; 16 * v < height; v++) {
        float16 bias = (float16)(0.0f);
        for (int k = 0; k < depth; k++) {
          bias += tile[TILE / 16 * k + v];
        }
        finishSums(bias, sums + biasOffset + output + 16 * v, height - 16 * v, first);
      }
    }
    const float *values = (const float *)tile;
    for (int column = firstColumn; column < lastColumn; column += PANEL) {
      int width = min(PANEL, inputs - column);
      if (source == ORDER) {
        packOrderedColumns(panel, x + column, order + row, inputs, width, depth);
      } else {
        packColumns(panel, x + (size_t)row * inputs + column, inputs, width, depth);
      }
      for (int o = 0; o < height; o += BLOCK_ROWS) {
        float16 block[BLOCK_ROWS][2];
        if (width > 16) {
          SUM_PRODUCTS(block, 2, panel, depth, values[TILE * k + o + r])
        } else {
          SUM_PRODUCTS(block, 1, panel, depth, values[TILE * k + o + r])
        }
        for (int r = 0; r < min(BLOCK_ROWS, height - o); r++) {
          for (int v = 0; 16 * v < width; v++) {
            __global float *target = sums + weightOffset + (size_t)(output + o + r) * inputs + column + 16 * v;
            finishSums(block[r][v], target, width - 16 * v, first);
          }
        }
      }
    }
    row += DEPTH;
  } while (row < lastRow);
}
