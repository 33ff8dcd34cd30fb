// ∂C/∂W = (∂C/∂z)ᵀ·x, ∂C/∂b = Σᵢ ∂C/∂z[i, ·]
//
// Shapes: ∂C/∂z (capacity, outputs); x (rows, inputs), where rowOfBatch (arrays.cl) gives the places of the rows; ∂C/∂W
// (outputs, inputs) and ∂C/∂b (outputs) at their offsets in g; a bias offset below 0 means no b. Rows are split into parts of
// 1,024. Each part has its own sums (parts, count), and the update adds them up in their order.
// `group` of `groups` has some of the panels of up to 48 inputs, `tile` of `tiles` up to 64 outputs, `part` its rows; the result
// is the same for any number of groups. wide_gradient.cl divides its work differently.
//
// Versions: 8 × 48 blocks from a packed panel (block.cl). Up to 64 columns of ∂C/∂z are packed too: without that, each value
// of k would be read from another page.
// Checked against float64 over odd shapes on PoCL. kernels/README.md has its measured speed.
#include "opencl/arrays.cl"
#include "opencl/cpu/block.cl"
#include "opencl/cpu/wide_gradient.cl"

#define ROWS_PER_PART 1024
#define TILE 64

// tile[k, o] = a[k, o] for sixteen columns of a, and their sums over k. Only `count` of the columns exist.
INLINE float16 packVector(float *tile, __global const float *a, int stride, int count, int depth) {
  float16 sums[4] = {(float16)(0.0f), (float16)(0.0f), (float16)(0.0f), (float16)(0.0f)};
  int k = 0;
  for (; k + 4 <= depth; k += 4) {
#pragma unroll
    for (int i = 0; i < 4; i++) {
      float16 values = loadPart(a + (size_t)(k + i) * stride, count);
      *(unaligned16 *)(tile + TILE * (k + i)) = values;
      sums[i] += values;
    }
  }
  for (; k < depth; k++) {
    float16 values = loadPart(a + (size_t)k * stride, count);
    *(unaligned16 *)(tile + TILE * k) = values;
    sums[0] += values;
  }
  return (sums[0] + sums[1]) + (sums[2] + sums[3]);
}

// The same for `height` columns.
static void packTile(float *tile, float16 *sums, __global const float *a, int stride, int height, int depth) {
  if (height < 16) {
    sums[0] = packVector(tile, a, stride, height, depth);
    return;
  }
  for (int v = 0; 16 * v < height; v++) {
    int at = min(16 * v, height - 16);
    sums[v] = packVector(tile + at, a + at, stride, 16, depth);
  }
}

// Adds the sums of a tile to those of earlier rows. All sums are added before any is stored, because vectors may overlap.
static void addBias(float16 *added, __global float *sums, int height, int first) {
  int count = min(height, 16);
  for (int v = 0; !first && 16 * v < height; v++) {
    added[v] = loadPart(sums + max(0, min(16 * v, height - 16)), count) + added[v];
  }
  for (int v = 0; 16 * v < height; v++) {
    storePart(added[v], sums + max(0, min(16 * v, height - 16)), count);
  }
}

INLINE void parameterGradient(
    __global uchar *outputGradient_, __global uchar *x_, __global uchar *order_, __global uchar *window_,
    __global uchar *sums_, int source, int inputs, int outputs, int weightOffset, int biasOffset, int count, int group,
    int groups, int tile, int tiles, int part) {
  __global const int *window = INTS(window_);
  int firstRow = part * ROWS_PER_PART;
  int lastRow = min(firstRow + ROWS_PER_PART, window[ROWS]);
  __global const float *x = FLOATS(x_) + (size_t)(source == DATA ? window[OFFSET] : 0) * inputs;
  int ordered = source == ORDER;
  __global const int *order = INTS(order_) + (ordered ? window[OFFSET] : 0);
  __global float *sums = FLOATS(sums_) + (size_t)part * count;
  if (isWide(inputs, outputs)) {
    __global const float *outputGradient = FLOATS(outputGradient_);
    wideGradient(
        outputGradient, x, ordered, order, sums + weightOffset, sums + max(0, biasOffset), biasOffset >= 0, inputs,
        outputs, firstRow, lastRow, group, groups);
    return;
  }
  int blocks = (outputs + BLOCK_ROWS - 1) / BLOCK_ROWS;
  int output = (long)blocks * tile / tiles * BLOCK_ROWS;
  int height = min((int)((long)blocks * (tile + 1) / tiles) * BLOCK_ROWS, outputs) - output;
  int panels = panelsOf(inputs);
  int firstPanel = (long)panels * group / groups;
  int lastPanel = (long)panels * (group + 1) / groups;
  int givesBias = biasOffset >= 0 && group == 0;
  // A tile that is the whole matrix is already contiguous in memory.
  int packs = tiles > 1 || outputs < BLOCK_ROWS;
  float16 panel[VECTORS * DEPTH];
  float packed[DEPTH * TILE];
  int panelDepth = depthOf(max(0, lastRow - firstRow));
  // At least once: a part without rows has sums of 0.
  int row = firstRow;
  do {
    int first = row == firstRow;
    int depth = clamp(lastRow - row, 0, panelDepth);
    __global const float *a = FLOATS(outputGradient_) + (size_t)row * outputs + output;
    float16 added[TILE / 16];
    if (packs || givesBias) {
      packTile(packed, added, a, outputs, height, depth);
    }
    if (givesBias) {
      addBias(added, sums + biasOffset + output, height, first);
    }
    for (int p = firstPanel; p < lastPanel; p++) {
      Columns own = columnsOf(p, panels, inputs);
      packColumns(
          panel, &own, x + (ordered ? 0 : (size_t)row * inputs), ordered, order + (ordered ? row : 0), inputs, depth);
      for (int o = 0; o < height; o += BLOCK_ROWS) {
        int at = max(0, min(o, height - BLOCK_ROWS));
        int last = min(BLOCK_ROWS, height - at);
        float16 block[BLOCK_ROWS][VECTORS];
        if (packs) {
          SUM_PRODUCTS(block, own, panel, depth, packed[TILE * k + at + r])
        } else {
          SUM_PRODUCTS(block, own, panel, depth, a[(size_t)k * outputs + at + r])
        }
        __global float *target = sums + weightOffset + (size_t)(output + at) * inputs;
        if (!first) {
          addEarlier(block, &own, target, inputs, o - at, last);
        }
        storeBlock(block, &own, target, inputs, o - at, last);
      }
    }
    row += panelDepth;
  } while (row < lastRow);
}
