// The matrix products on a GPU: 64 × 64 sums for each work group of 256 work items. The work items load 16 values of k at a
// time of both matrices into the group's memory; each work item keeps 4 × 4 sums.
//
// A product defines LEFT(i, k) and RIGHT(k, j), which are 0 outside the matrices. LEFT_ALONG_K and RIGHT_ALONG_K are 1 if
// consecutive work items read along k, else 0; the right choice is the direction that is contiguous in memory. `left` and `right`
// are arrays of the group, of DEPTH rows each.

#define TILE 64
#define DEPTH 16
#define ITEMS 256
// Floats in the group's memory for one value of k. The four extra floats place the rows in different banks.
#define TILE_STRIDE (TILE + 4)

#define CLEAR_SUMS(sum)           \
  for (int n = 0; n < 16; n++) {  \
    sum[n] = 0.0f;                \
  }

// Loads the values k0 … k0 + 15 of rows `row` … and columns `column` … into the group's memory.
#define LOAD_TILES(row, column, k0)                                              \
  for (int n = get_local_id(0); n < TILE * DEPTH; n += ITEMS) {                  \
    int i = LEFT_ALONG_K ? n / DEPTH : n % TILE;                                 \
    int k = LEFT_ALONG_K ? n % DEPTH : n / TILE;                                 \
    left[k * TILE_STRIDE + i] = LEFT((row) + i, (k0) + k);                       \
    int j = RIGHT_ALONG_K ? n / DEPTH : n % TILE;                                \
    k = RIGHT_ALONG_K ? n % DEPTH : n / TILE;                                    \
    right[k * TILE_STRIDE + j] = RIGHT((k0) + k, (column) + j);                  \
  }                                                                              \
  barrier(CLK_LOCAL_MEM_FENCE);

// sum[i, j] += Σₖ left[k, i]·right[k, j] of this work item's 4 × 4; afterwards the tiles may be overwritten.
#define ADD_PRODUCTS(sum)                                                        \
  for (int k = 0; k < DEPTH; k++) {                                              \
    LOCAL const float *a = left + k * TILE_STRIDE + 4 * (get_local_id(0) / 16);  \
    LOCAL const float *b = right + k * TILE_STRIDE + 4 * (get_local_id(0) % 16); \
    float a0 = a[0], a1 = a[1], a2 = a[2], a3 = a[3];                            \
    float b0 = b[0], b1 = b[1], b2 = b[2], b3 = b[3];                            \
    sum[0] += a0 * b0, sum[1] += a0 * b1, sum[2] += a0 * b2, sum[3] += a0 * b3;  \
    sum[4] += a1 * b0, sum[5] += a1 * b1, sum[6] += a1 * b2, sum[7] += a1 * b3;  \
    sum[8] += a2 * b0, sum[9] += a2 * b1, sum[10] += a2 * b2, sum[11] += a2 * b3; \
    sum[12] += a3 * b0, sum[13] += a3 * b1, sum[14] += a3 * b2, sum[15] += a3 * b3; \
  }                                                                              \
  barrier(CLK_LOCAL_MEM_FENCE);

// The row and the column in the tile of this work item's sum n.
#define ROW_OF(n) (4 * (get_local_id(0) / 16) + (n) / 4)
#define COLUMN_OF(n) (4 * (get_local_id(0) % 16) + (n) % 4)
