// The last kernel of a step: stores C = Σᵢ rowLoss[i] / (rows · target columns) at the step's place in the losses, and moves
// to the next step.
//
// Shapes: rowLoss (parts), sums of some rows each; losses (steps of a table). Grid: any; only one work item does the work.
// Versions: one work item, parts in their order, in blocks of 64. Checked against float64 on PoCL.
#include "opencl/arrays.cl"
#include "opencl/sums.cl"

INLINE void meanAndNextStep(ARRAY rowLoss_, ARRAY window_, ARRAY rates_, ARRAY losses_, int parts, int columns) {
  if (get_global_id(0) != 0) {
    return;
  }
  __global int *window = INTS(window_);
  int slot = window[SLOT];
  FLOATS(losses_)[slot] = sumOfParts(FLOATS(rowLoss_), parts, 1) / ((float)window[ROWS] * columns);
  moveTo(slot + 1, window, FLOATS(rates_));
}
