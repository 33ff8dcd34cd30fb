// The losses of the rows, summed over their outputs, and ∂C/∂z of the mean C, in one pass: losses.cl has the formulas.
//
// Shapes: as in cpu/loss_and_gradient.cl. Grid: a work item for each part, rounded up.
// Versions: a part for each work item. Checked against float64 on PoCL, with saturated logits too. Not measured on a GPU.
#include "opencl/arrays.cl"
#include "opencl/activations.cl"
#include "opencl/losses.cl"
#include "opencl/sums.cl"
#include "opencl/gpu/row_loss.cl"

INLINE void lossAndGradient(
    ARRAY y_, ARRAY t_, ARRAY order_, ARRAY window_, ARRAY saved_, ARRAY rowLoss_, ARRAY gradient_, int source,
    int capacity, int parts, int outputs, int loss, int delta, int activationKind) {
  __global const int *window = INTS(window_);
  int part = get_global_id(0);
  int rows = window[ROWS];
  int partRows = (capacity + parts - 1) / parts;
  int columns = loss == CROSS_ENTROPY ? 1 : (int)outputs;
  if (part < parts) {
    float sum = 0.0f;
    float partial = 0.0f;
    int firstRow = part * partRows;
    for (int row = firstRow; row < min(firstRow + partRows, rows); row++) {
      size_t target = rowOfBatch(source, INTS(order_), window[OFFSET], row) * columns;
      __global float *gradient = FLOATS(gradient_) + (size_t)row * outputs;
      partial += rowLossInMemory(
          FLOATS(y_) + (size_t)row * outputs, t_, target, gradient, outputs, loss, as_float(delta), (float)rows * columns);
      addBlock(row - firstRow, &sum, &partial);
      if (activationKind != NONE) {
        __global const float *saved = FLOATS(saved_) + (size_t)row * outputs;
        for (int j = 0; j < outputs; j++) {
          gradient[j] *= activationSlope(activationKind, saved[j]);
        }
      }
    }
    FLOATS(rowLoss_)[part] = sum + partial;
  }
}
