// The inner loop of the matrix products on a CPU: 8 rows × 32 columns of sums in 16 vector registers.
//
// One work item takes a panel, 32 columns of the right-hand matrix for up to 256 values of k, packs it into private memory
// (32 KiB, which stays in the first-level cache) and runs it against 8 rows of the left-hand matrix at a time. More than 256
// values of k are added panel after panel, so each sum is made of short ones, always in the same order.
// What stands in columns beyond the edge is not stored; up to 16 columns take one vector instead of two.

#include "opencl/cpu/vectors.cl"

#define BLOCK_ROWS 8
#define PANEL 32
#define DEPTH 256

// Sixteen values of a row, of which `count` are there; the others are 0.
INLINE float16 loadPart(__global const float *row, int count) {
  if (count >= 16) {
    return vload16(0, row);
  }
  float values[16];
  for (int j = 0; j < 16; j++) {
    values[j] = j < count ? row[j] : 0.0f;
  }
  return vload16(0, values);
}

INLINE void storePart(float16 value, __global float *row, int count) {
  if (count >= 16) {
    vstore16(value, 0, row);
    return;
  }
  float values[16];
  vstore16(value, 0, values);
  for (int j = 0; j < count; j++) {
    row[j] = values[j];
  }
}

// Interleaves the lower or the upper halves of two vectors; four rounds of it transpose sixteen vectors.
#define ZIP_LOW(a, b)                                                                                      \
  (float16)(a.s0, b.s0, a.s1, b.s1, a.s2, b.s2, a.s3, b.s3, a.s4, b.s4, a.s5, b.s5, a.s6, b.s6, a.s7, b.s7)
#define ZIP_HIGH(a, b)                                                                                     \
  (float16)(a.s8, b.s8, a.s9, b.s9, a.sa, b.sa, a.sb, b.sb, a.sc, b.sc, a.sd, b.sd, a.se, b.se, a.sf, b.sf)

static void transpose(float16 *tile) {
  for (int round = 0; round < 4; round++) {
    float16 next[16];
#pragma unroll
    for (int i = 0; i < 8; i++) {
      next[2 * i] = ZIP_LOW(tile[i], tile[i + 8]);
      next[2 * i + 1] = ZIP_HIGH(tile[i], tile[i + 8]);
    }
#pragma unroll
    for (int i = 0; i < 16; i++) {
      tile[i] = next[i];
    }
  }
}

// panel[k, j] = b[j, k]: columns of the product are rows of b (stride), k runs along them.
static void packRows(float16 *panel, __global const float *b, int stride, int width, int depth) {
  int k = 0;
  for (; k + 16 <= depth; k += 16) {
    for (int v = 0; 16 * v < width; v++) {
      float16 tile[16];
#pragma unroll
      for (int j = 0; j < 16; j++) {
        tile[j] = vload16(0, b + (size_t)min(16 * v + j, width - 1) * stride + k);
      }
      transpose(tile);
#pragma unroll
      for (int j = 0; j < 16; j++) {
        panel[2 * (k + j) + v] = tile[j];
      }
    }
  }
  float *values = (float *)panel;
  for (; k < depth; k++) {
    for (int j = 0; j < PANEL; j++) {
      values[k * PANEL + j] = b[(size_t)min(j, width - 1) * stride + k];
    }
  }
}

// Of `depth` rows, `stride` apart, how many can be read `wide` values at a time although only `width` belong to them: at
// the others that would end behind the array.
INLINE int wideRows(int depth, int stride, int width, int wide) {
  return max(0, depth - (max(0, wide - width) + stride - 1) / stride);
}

// panel[k, j] = b[k, j]: k runs down the rows of b.
static void packColumns(float16 *panel, __global const float *b, int stride, int width, int depth) {
  int wide = wideRows(depth, stride, width, PANEL);
  for (int k = 0; k < wide; k++) {
    panel[2 * k] = vload16(0, b + (size_t)k * stride);
    panel[2 * k + 1] = vload16(1, b + (size_t)k * stride);
  }
  float *values = (float *)panel;
  for (int k = wide; k < depth; k++) {
    for (int j = 0; j < PANEL; j++) {
      values[k * PANEL + j] = b[(size_t)k * stride + min(j, width - 1)];
    }
  }
}

// The same for rows that an order names.
static void packOrderedColumns(
    float16 *panel, __global const float *b, __global const int *order, int stride, int width, int depth) {
  for (int k = 0; k < depth; k++) {
    __global const float *row = b + (size_t)order[k] * stride;
    panel[2 * k] = loadPart(row, width);
    panel[2 * k + 1] = width > 16 ? loadPart(row + 16, width - 16) : (float16)(0.0f);
  }
}

// packed[r, k] = a[order[r], k], DEPTH apart; rows beyond the last are the last once more.
static void packOrder(
    float *packed, __global const float *a, __global const int *order, int stride, int rows, int depth) {
  for (int r = 0; r < BLOCK_ROWS; r++) {
    __global const float *row = a + (size_t)order[min(r, rows - 1)] * stride;
    for (int k = 0; k < depth; k++) {
      packed[DEPTH * r + k] = row[k];
    }
  }
}

// block[r, j] = Σₖ a[k, r]·panel[k, j] for `vectors` vectors of columns; A gives a[k, r]. The pragmas keep the sums in
// registers: loops that are unrolled only later leave them in memory, at a third of the rate. The block itself is in
// memory, so that what is done with it needs the registers only then.
#define SUM_PRODUCTS(block, vectors, panel, depth, A)                             \
  {                                                                               \
    float16 sum[BLOCK_ROWS][vectors];                                             \
    _Pragma("unroll") for (int r = 0; r < BLOCK_ROWS; r++) {                      \
      _Pragma("unroll") for (int v = 0; v < vectors; v++) {                       \
        sum[r][v] = (float16)(0.0f);                                              \
      }                                                                           \
    }                                                                             \
    for (int k = 0; k < (depth); k++) {                                           \
      _Pragma("unroll") for (int r = 0; r < BLOCK_ROWS; r++) {                    \
        _Pragma("unroll") for (int v = 0; v < vectors; v++) {                     \
          sum[r][v] = fma((float16)(A), panel[2 * k + v], sum[r][v]);             \
        }                                                                         \
      }                                                                           \
    }                                                                             \
    _Pragma("unroll") for (int r = 0; r < BLOCK_ROWS; r++) {                      \
      _Pragma("unroll") for (int v = 0; v < vectors; v++) {                       \
        block[r][v] = sum[r][v];                                                  \
      }                                                                           \
    }                                                                             \
  }

// The same for rows of a, `stride` apart, of which `rows` are there. Blocks at the edge have a code of their own: choosing
// between rows inside the loop would cost half of the rate.
#define SUM_ROWS(block, width, panel, depth, a, stride, rows)                     \
  if ((rows) >= BLOCK_ROWS && (width) > 16) {                                     \
    SUM_PRODUCTS(block, 2, panel, depth, (a)[(size_t)r * (stride) + k])           \
  } else if ((rows) >= BLOCK_ROWS) {                                              \
    SUM_PRODUCTS(block, 1, panel, depth, (a)[(size_t)r * (stride) + k])           \
  } else {                                                                        \
    SUM_PRODUCTS(block, 2, panel, depth, (a)[(size_t)min(r, (rows) - 1) * (stride) + k]) \
  }
