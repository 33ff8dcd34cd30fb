// The products of cpu/parameter_gradient.cl for a layer with more outputs than inputs, and with at most 64 inputs: the outputs
// are in the vectors, so that the vectors are full, and the sums are transposed when they are stored.
//
// Shapes: as in cpu/parameter_gradient.cl. `group` of `groups` has some of the panels of up to 48 outputs; the result is the
// same for any number of groups.
//
// Versions: 8 × 48 blocks from a packed panel of ∂C/∂z (block.cl). x is read in place, or packed if an order names its rows.
// Checked against float64 over odd shapes on PoCL. kernels/README.md has its measured speed.
#include "opencl/cpu/block.cl"

#define WIDE_INPUTS 64
#define WIDE_BLOCKS (WIDE_INPUTS / BLOCK_ROWS)

INLINE int isWide(int inputs, int outputs) {
  return inputs <= WIDE_INPUTS && inputs < outputs;
}

// tile[k, i] = x[k, i], or x[order[k], i] if an order names the rows of x.
static void packInputs(
    float *tile, __global const float *x, int ordered, __global const int *order, int inputs, int depth) {
  for (int k = 0; k < depth; k++) {
    __global const float *row = x + (size_t)(ordered ? order[k] : k) * inputs;
    for (int i = 0; i < max(inputs, BLOCK_ROWS); i++) {
      tile[WIDE_INPUTS * k + i] = i < inputs ? row[i] : 0.0f;
    }
  }
}

// target[o, at + r] = sums[r][v] for sixteen outputs o and eight inputs. Only `count` of the outputs and `width` of the inputs
// exist.
static void storeTurned(
    float16 (*sums)[VECTORS], int v, int count, __global float *target, int inputs, int width) {
  float16 tile[16];
#pragma unroll
  for (int r = 0; r < 16; r++) {
    tile[r] = r < BLOCK_ROWS ? sums[r & (BLOCK_ROWS - 1)][v] : (float16)(0.0f);
  }
  transpose(tile);
  for (int o = 0; o < count; o++) {
    if (width == BLOCK_ROWS) {
      vstore8(tile[o].lo, 0, target + (size_t)o * inputs);
    } else {
      storePart(tile[o], target + (size_t)o * inputs, width);
    }
  }
}

// The gradient of the rows firstRow … lastRow − 1, stored in one part of g.
static void wideGradient(
    __global const float *outputGradient, __global const float *x, int ordered, __global const int *order,
    __global float *weightSums, __global float *biasSums, int givesBias, int inputs, int outputs, int firstRow,
    int lastRow, int group, int groups) {
  int panels = panelsOf(outputs);
  int firstPanel = (long)panels * group / groups;
  int lastPanel = (long)panels * (group + 1) / groups;
  int packs = ordered || inputs < BLOCK_ROWS;
  int blocks = (inputs + BLOCK_ROWS - 1) / BLOCK_ROWS;
  int panelDepth = depthOf(max(0, lastRow - firstRow));
  float16 panel[VECTORS * DEPTH];
  float tile[DEPTH * WIDE_INPUTS];
  float16 sums[WIDE_BLOCKS][BLOCK_ROWS][VECTORS];
  for (int p = firstPanel; p < lastPanel; p++) {
    Columns own = columnsOf(p, panels, outputs);
    float16 bias[VECTORS];
    for (int v = 0; v < own.vectors; v++) {
      bias[v] = (float16)(0.0f);
      for (int i = 0; i < blocks * BLOCK_ROWS; i++) {
        sums[i / BLOCK_ROWS][i % BLOCK_ROWS][v] = (float16)(0.0f);
      }
    }
    for (int row = firstRow; row < lastRow; row += panelDepth) {
      int depth = min(panelDepth, lastRow - row);
      packColumns(panel, &own, outputGradient + (size_t)row * outputs, 0, order, outputs, depth);
      for (int k = 0; givesBias && k < depth; k++) {
        for (int v = 0; v < own.vectors; v++) {
          bias[v] += panel[own.vectors * k + v];
        }
      }
      __global const float *a = x + (ordered ? 0 : (size_t)row * inputs);
      if (packs) {
        packInputs(tile, a, ordered, order + (ordered ? row : 0), inputs, depth);
      }
      for (int b = 0; b < blocks; b++) {
        int at = max(0, min(b * BLOCK_ROWS, inputs - BLOCK_ROWS));
        float16 block[BLOCK_ROWS][VECTORS];
        if (packs) {
          SUM_PRODUCTS(block, own, panel, depth, tile[WIDE_INPUTS * k + at + r])
        } else {
          SUM_PRODUCTS(block, own, panel, depth, a[(size_t)k * inputs + at + r])
        }
        for (int r = 0; r < BLOCK_ROWS; r++) {
          for (int v = 0; v < own.vectors; v++) {
            sums[b][r][v] += block[r][v];
          }
        }
      }
    }
    for (int v = 0; v < own.vectors; v++) {
      for (int b = 0; b < blocks; b++) {
        int at = max(0, min(b * BLOCK_ROWS, inputs - BLOCK_ROWS));
        __global float *target = weightSums + (size_t)own.columns[v] * inputs + at;
        storeTurned(sums[b], v, own.count, target, inputs, min(inputs, BLOCK_ROWS));
      }
      if (givesBias) {
        storePart(bias[v], biasSums + own.columns[v], own.count);
      }
    }
  }
}
