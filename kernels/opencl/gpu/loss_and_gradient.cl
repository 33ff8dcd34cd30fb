// The loss of each row, summed over its outputs, and ∂C/∂y of the mean C, in one pass: losses.cl has the formulas.
//
// Shapes: as in cpu/loss_and_gradient.cl. Grid: a work item a row, rounded up.
// Versions: a row a work item. Checked against float64 on PoCL, with saturated logits too. Not measured on a GPU.
#include "opencl/arrays.cl"
#include "opencl/losses.cl"
#include "opencl/gpu/row_loss.cl"

__kernel void lossAndGradient(
    HIDDEN, ARRAY y_, ARRAY t_, ARRAY window_, ARRAY rowLoss_, ARRAY gradient_, SCALAR windowed, SCALAR capacity,
    SCALAR outputs, SCALAR loss, SCALAR delta) {
  __global const int *window = INTS(window_);
  int row = get_global_id(0);
  int rows = window[ROWS];
  if (row < rows) {
    int columns = loss == CROSS_ENTROPY ? 1 : (int)outputs;
    __global const float *t = FLOATS(t_) + (size_t)(windowed * window[OFFSET] + row) * columns;
    size_t at = (size_t)row * outputs;
    FLOATS(rowLoss_)[row] =
        rowLossInMemory(FLOATS(y_) + at, t, FLOATS(gradient_) + at, outputs, loss, as_float(delta), (float)rows * columns);
  }
}
