// The losses of the rows, summed over their outputs, and ∂C/∂z of the mean C, in one pass: losses.cl has the formulas.
//
// Shapes: y, saved and gradient (capacity, outputs); t (rows of the data, target columns), of int32 for cross_entropy, where
// rowOfBatch (arrays.cl) gives the places of the rows; rowLoss (parts): sums of consecutive rows, an equal share of the
// capacity each. Without an activation saved is not read, and the gradient is ∂C/∂y. Grid: groups of parts, one work item
// each; the result is the same for any number of groups.
//
// Versions: a row at a time, its outputs in vectors of sixteen.
// Checked against float64 on PoCL, with saturated logits too.
#include "opencl/arrays.cl"
#include "opencl/activations.cl"
#include "opencl/losses.cl"
#include "opencl/sums.cl"
#include "opencl/cpu/block.cl"

// The loss of a row of logits. `gradient` holds the exponentials of the row until the gradient is known.
static float crossEntropy(__global const float *y, __global float *gradient, int outputs, int label, int rows) {
  float16 most = (float16)(y[0]);
  for (int j = 0; j < outputs; j += 16) {
    float16 values = outputs - j < 16 ? (float16)(y[0]) : load16(y + j);
    for (int k = 0; outputs - j < 16 && k < outputs - j; k++) {
      ((float *)&values)[k] = y[j + k];
    }
    most = select(most, values, values > most);
  }
  float m = largest(most);
  float16 sums = (float16)(0.0f);
  for (int j = 0; j < outputs; j += 16) {
    float16 e = exp(loadPart(y + j, outputs - j) - m);
    storePart(e, gradient + j, outputs - j);
    if (label >= j && label < j + 16) {
      gradient[label] = 0.0f;
    }
    // The values that loadPart added after the end of the row must not count.
    sums += loadPart(gradient + j, outputs - j);
  }
  float others = sumOfLanes(sums);
  float behind = m - y[label];
  float total = others + exp(-behind);
  gradient[label] = -others;
  for (int j = 0; j < outputs; j++) {
    gradient[j] = withoutSubnormals(gradient[j] / total / rows);
  }
  return crossEntropyOfRow(behind, others);
}

INLINE void lossAndGradient(
    __global uchar *y_, __global uchar *t_, __global uchar *order_, __global uchar *window_, __global uchar *saved_,
    __global uchar *rowLoss_, __global uchar *gradient_, int source, int capacity, int parts, int outputs, int loss,
    int delta, int activationKind) {
  __global const int *window = INTS(window_);
  int rows = window[ROWS];
  int partRows = (capacity + parts - 1) / parts;
  int groupParts = (parts + get_global_size(0) - 1) / get_global_size(0);
  int firstPart = get_global_id(0) * groupParts;
  float values = (float)rows * outputs;
  for (int part = firstPart; part < min(firstPart + groupParts, parts); part++) {
    float sum = 0.0f;
    float partial = 0.0f;
    int firstRow = part * partRows;
    for (int row = firstRow; row < min(firstRow + partRows, rows); row++) {
      __global const float *y = FLOATS(y_) + (size_t)row * outputs;
      __global float *gradient = FLOATS(gradient_) + (size_t)row * outputs;
      size_t target = rowOfBatch(source, INTS(order_), window[OFFSET], row);
      if (loss == CROSS_ENTROPY) {
        partial += crossEntropy(y, gradient, outputs, INTS(t_)[target], rows);
      } else {
        __global const float *t = FLOATS(t_) + target * outputs;
        float rowSum = 0.0f;
        for (int j = 0; j < outputs; j++) {
          rowSum += elementLoss(loss, as_float(delta), y[j], t[j]);
          gradient[j] = elementSlope(loss, as_float(delta), y[j], t[j]) / values;
        }
        partial += rowSum;
      }
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
