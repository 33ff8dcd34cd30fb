// C = Σᵢ rowLoss[i] / (rows · target columns), to the window's slot in the ring of losses
//
// Shapes: rowLoss (capacity), partials (chunks), ring (slots). Grid: one work item; for lossChunks one a chunk of 2,048 rows.
// Versions: up to 2,048 rows meanLoss alone; beyond that lossChunks, then meanLossOfChunks. Always in the order of the rows,
// in blocks of 64. Checked against float64 on PoCL.
#include "opencl/arrays.cl"
#include "opencl/sums.cl"

#define CHUNK 2048

__kernel void meanLoss(
    HIDDEN, ARRAY rowLoss_, ARRAY window_, ARRAY ring_, SCALAR columns) {
  __global const int *window = INTS(window_);
  float values = (float)window[ROWS] * columns;
  FLOATS(ring_)[window[SLOT]] = sumOfParts(FLOATS(rowLoss_), window[ROWS], 1) / values;
}

__kernel void lossChunks(
    HIDDEN, ARRAY rowLoss_, ARRAY window_, ARRAY partials_, SCALAR chunks) {
  int chunk = get_global_id(0);
  if (chunk < chunks) {
    int count = clamp(INTS(window_)[ROWS] - chunk * CHUNK, 0, CHUNK);
    FLOATS(partials_)[chunk] = sumOfParts(FLOATS(rowLoss_) + (size_t)chunk * CHUNK, count, 1);
  }
}

__kernel void meanLossOfChunks(
    HIDDEN, ARRAY partials_, ARRAY window_, ARRAY ring_, SCALAR chunks, SCALAR columns) {
  __global const int *window = INTS(window_);
  float values = (float)window[ROWS] * columns;
  FLOATS(ring_)[window[SLOT]] = sumOfParts(FLOATS(partials_), chunks, 1) / values;
}
