// C = Σᵢ rowLoss[i] / (rows · target columns), to the window's slot in the ring of losses
//
// Shapes: rowLoss (capacity), partials (chunks), ring (slots). Grid: one work item; for lossChunks one a chunk of 2,048 rows.
// Versions: up to 2,048 rows meanLoss alone; beyond that lossChunks, then meanLossOfChunks. Always in the order of the rows,
// in blocks of 64. Checked against float64 on PoCL.
#include "arrays.cl"
#include "sums.cl"

#define CHUNK 2048

__kernel void meanLoss(
    HIDDEN, __global uchar *rowLoss_, __global uchar *window_, __global uchar *ring_, int columns) {
  __global const int *window = INTS(window_);
  float values = (float)window[ROWS] * columns;
  FLOATS(ring_)[window[SLOT]] = sumOfParts(FLOATS(rowLoss_), window[ROWS], 1) / values;
}

__kernel void lossChunks(
    HIDDEN, __global uchar *rowLoss_, __global uchar *window_, __global uchar *partials_, int chunks) {
  int chunk = get_global_id(0);
  if (chunk < chunks) {
    int count = clamp(INTS(window_)[ROWS] - chunk * CHUNK, 0, CHUNK);
    FLOATS(partials_)[chunk] = sumOfParts(FLOATS(rowLoss_) + (size_t)chunk * CHUNK, count, 1);
  }
}

__kernel void meanLossOfChunks(
    HIDDEN, __global uchar *partials_, __global uchar *window_, __global uchar *ring_, int chunks, int columns) {
  __global const int *window = INTS(window_);
  float values = (float)window[ROWS] * columns;
  FLOATS(ring_)[window[SLOT]] = sumOfParts(FLOATS(partials_), chunks, 1) / values;
}
