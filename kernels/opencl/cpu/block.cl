// The inner loop of the matrix products on a CPU: 8 rows × 48 columns of sums in 24 vector registers.
//
// A panel is up to 48 columns of the right-hand matrix for up to 192 values of k. One work item packs it into private memory
// (36 KiB, which stays in the first-level cache) and multiplies it with 8 rows of the left-hand matrix at a time. More than 192
// values of k are added panel after panel, so each sum is made of short sums, always in the same order.
// Nothing is cut at an edge: the last block ends at the last row, and the last vector at the last column. A row that is then in
// two blocks is stored from one of them; a value that is in two vectors is the same in both. Only a matrix of fewer than 16
// columns needs a part of a vector.

#include "opencl/cpu/vectors.cl"

#define BLOCK_ROWS 8
#define VECTORS 3
#define DEPTH 192

// The columns of a product that one work item computes: where its vectors of sixteen begin, and how many values they have.
typedef struct {
  int vectors;
  int columns[VECTORS];
  int count;
} Columns;

// The number of panels for this number of columns.
INLINE int panelsOf(int columns) {
  return (columns + 16 * VECTORS - 1) / (16 * VECTORS);
}

// One of several panels. The panels share the vectors evenly.
INLINE Columns columnsOf(int panel, int panels, int columns) {
  int all = (columns + 15) / 16;
  int first = (long)all * panel / panels;
  Columns own;
  own.vectors = (long)all * (panel + 1) / panels - first;
  own.count = min(columns, 16);
  for (int v = 0; v < VECTORS; v++) {
    own.columns[v] = min(16 * (first + v), max(columns - 16, 0));
  }
  return own;
}

// The values of k in a panel, if `all` is their total number: an even share, in whole tiles of sixteen.
INLINE int depthOf(int all) {
  int panels = max(1, (all + DEPTH - 1) / DEPTH);
  return ((all + panels - 1) / panels + 15) / 16 * 16;
}

// Sixteen values of a row. Only `count` of them exist; the others are 0.
INLINE float16 loadPart(__global const float *row, int count) {
  if (count >= 16) {
    return load16(row);
  }
  float values[16];
  for (int j = 0; j < 16; j++) {
    values[j] = j < count ? row[j] : 0.0f;
  }
  return vload16(0, values);
}

INLINE void storePart(float16 value, __global float *row, int count) {
  if (count >= 16) {
    store16(value, row);
    return;
  }
  float values[16];
  vstore16(value, 0, values);
  for (int j = 0; j < count; j++) {
    row[j] = values[j];
  }
}

// Interleaves the lower or the upper halves of two vectors. Four rounds of this transpose sixteen vectors.
#define ZIP_LOW(a, b)                                                                                      \
  (float16)(a.s0, b.s0, a.s1, b.s1, a.s2, b.s2, a.s3, b.s3, a.s4, b.s4, a.s5, b.s5, a.s6, b.s6, a.s7, b.s7)
#define ZIP_HIGH(a, b)                                                                                     \
  (float16)(a.s8, b.s8, a.s9, b.s9, a.sa, b.sa, a.sb, b.sb, a.sc, b.sc, a.sd, b.sd, a.se, b.se, a.sf, b.sf)

static void transpose(float16 *tile) {
#pragma unroll
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

// panel[k, j] = b[j, k]: the columns of the product are the rows of b (stride), and k is the index in a row.
static void packRows(float16 *panel, const Columns *own, __global const float *b, int stride, int depth) {
  int vectors = own->vectors;
  int deep = min(16, depth);
  for (int v = 0; v < vectors; v++) {
    __global const float *first = b + (size_t)own->columns[v] * stride;
    for (int k0 = 0; k0 < depth; k0 += 16) {
      int at = max(0, min(k0, depth - 16));
      float16 tile[16];
#pragma unroll
      for (int j = 0; j < 16; j++) {
        tile[j] = loadPart(first + (size_t)min(j, own->count - 1) * stride + at, deep);
      }
      transpose(tile);
#pragma unroll
      for (int k = 0; k < 16; k++) {
        panel[vectors * (at + k) + v] = tile[k];
      }
    }
  }
}

// The loop of packColumns. The compiler knows the number of vectors and the number of values in each.
INLINE void packVectors(
    float16 *panel, int vectors, int count, const Columns *own, __global const float *b, int ordered,
    __global const int *order, int stride, int depth) {
  for (int k = 0; k < depth; k++) {
    __global const float *row = b + (size_t)(ordered ? order[k] : k) * stride;
#pragma unroll
    for (int v = 0; v < vectors; v++) {
      panel[vectors * k + v] = loadPart(row + own->columns[v], count);
    }
  }
}

// panel[k, j] = b[k, j], or b[order[k], j] if an order names the rows of b.
static void packColumns(
    float16 *panel, const Columns *own, __global const float *b, int ordered, __global const int *order, int stride,
    int depth) {
  if (own->vectors == 3) {
    packVectors(panel, 3, 16, own, b, ordered, order, stride, depth);
  } else if (own->vectors == 2) {
    packVectors(panel, 2, 16, own, b, ordered, order, stride, depth);
  } else {
    packVectors(panel, 1, own->count, own, b, ordered, order, stride, depth);
  }
}

// packed[r, k] = a[r, k] or a[order[r], k], with DEPTH values for each row; rows after the last row repeat the last row.
static void packBlock(
    float *packed, __global const float *a, int ordered, __global const int *order, int stride, int rows, int depth) {
  for (int r = 0; r < BLOCK_ROWS; r++) {
    int at = min(r, rows - 1);
    __global const float *row = a + (size_t)(ordered ? order[at] : at) * stride;
    for (int k = 0; k < depth; k++) {
      packed[DEPTH * r + k] = row[k];
    }
  }
}

// block[r, j] = Σₖ a[k, r]·panel[k, j] for `vectors` vectors of columns; A is a[k, r]. The pragmas keep the sums in
// registers: if the compiler unrolls the loops later, the sums stay in memory, at a third of the rate. The block itself is in
// memory, so the code that uses it needs registers only after the sums.
#define SUM_VECTORS(block, vectors, panel, depth, A)                              \
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
          sum[r][v] = fma((float16)(A), panel[vectors * k + v], sum[r][v]);       \
        }                                                                         \
      }                                                                           \
    }                                                                             \
    _Pragma("unroll") for (int r = 0; r < BLOCK_ROWS; r++) {                      \
      _Pragma("unroll") for (int v = 0; v < vectors; v++) {                       \
        block[r][v] = sum[r][v];                                                  \
      }                                                                           \
    }                                                                             \
  }

#define SUM_PRODUCTS(block, own, panel, depth, A)                                 \
  switch ((own).vectors) {                                                        \
    case 1: SUM_VECTORS(block, 1, panel, depth, A) break;                         \
    case 2: SUM_VECTORS(block, 2, panel, depth, A) break;                         \
    default: SUM_VECTORS(block, 3, panel, depth, A) break;                        \
  }

// Adds the values in rows first … last − 1 of a matrix. All values of a row are added before any is stored, because vectors may
// overlap.
static void addEarlier(
    float16 (*block)[VECTORS], const Columns *own, __global const float *matrix, int stride, int first, int last) {
  for (int r = first; r < last; r++) {
    for (int v = 0; v < own->vectors; v++) {
      block[r][v] = loadPart(matrix + (size_t)r * stride + own->columns[v], own->count) + block[r][v];
    }
  }
}

static void storeBlock(
    float16 (*block)[VECTORS], const Columns *own, __global float *matrix, int stride, int first, int last) {
  for (int r = first; r < last; r++) {
    for (int v = 0; v < own->vectors; v++) {
      storePart(block[r][v], matrix + (size_t)r * stride + own->columns[v], own->count);
    }
  }
}
