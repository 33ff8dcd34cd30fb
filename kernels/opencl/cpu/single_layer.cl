// A step of a model of one dense layer. Each row of x is read once: z = x·Wᵀ + b, y = φ(z), loss, ∂C/∂z, and for each part of
// the rows Σ ∂C/∂z ⊗ x, Σ ∂C/∂z and Σ loss. For linear, logistic and softmax regression, full batch or mini-batch.
//
// Shapes: x (N, INPUTS) and t (N, target columns), of int32 for cross_entropy; row i of the batch is order[offset + i] if
// GATHERED, else offset + i; W (OUTPUTS, INPUTS) and b (OUTPUTS) in θ, a bias offset below 0 means no b; g (parts, count) with
// ∂C/∂W and ∂C/∂b at the same offsets, rowLoss (parts); z, y and ∂C/∂z (capacity, OUTPUTS), z only if an activation's slope
// needs it. The gradients are those of the mean over rows · target columns, the losses are sums; the update adds the parts up.
// The shapes and kinds are arguments on every device. Here the source has them too, as INPUTS, OUTPUTS, ACTIVATION_KIND,
// LOSS_KIND and GATHERED. Grid: a work item for each part.
//
// Versions: four rows at a time, weights and sums in vectors of sixteen (single_layer_rows.cl). The rows of a sum are divided
// into quarters, and the four rows come from one quarter each, because a processor reads ahead in each quarter.
// Checked against float64 over odd shapes on PoCL. kernels/README.md has its measured speed.
#include "opencl/arrays.cl"
#include "opencl/operations.cl"
#include "opencl/cpu/each_element.cl"
#include "opencl/cpu/single_layer_rows.cl"
#include "opencl/mean_loss.cl"
#include "opencl/updates.cl"

INLINE void singleLayerParts(
    __global uchar *x_, __global uchar *t_, __global uchar *order_, __global uchar *window_, __global uchar *theta_,
    __global uchar *z_, __global uchar *y_, __global uchar *dz_, __global uchar *gradient_, __global uchar *rowLoss_,
    int capacity, int count, int weightOffset, int biasOffset, int delta, int inputs, int outputs, int activationKind,
    int lossKind, int gathered) {
  __global const int *window = INTS(window_);
  __global float *gradient = FLOATS(gradient_) + (size_t)get_global_id(0) * count;
  __global float *rowLoss = FLOATS(rowLoss_) + get_global_id(0);
  int partRows = (capacity + get_global_size(0) - 1) / get_global_size(0);
  int firstRow = get_global_id(0) * partRows;
  int lastRow = min(firstRow + partRows, window[ROWS]);
  float mean = 1.0f / ((float)window[ROWS] * TARGETS);
  Rows rows = batchRows(FLOATS(x_), TARGETS_OF(t_), INTS(order_), window[OFFSET]);
  Outputs kept = {FLOATS(z_), FLOATS(y_), FLOATS(dz_)};
  float bias[OUTPUTS];
  float16 weights[OUTPUTS][VECTORS];
  loadWeights(weights, bias, FLOATS(theta_), weightOffset, biasOffset);
  // At least once: a part without rows has sums of 0.
  int row = firstRow;
  do {
    float16 sums[OUTPUTS][VECTORS];
    float biasSums[OUTPUTS];
    int end = min(row + ROWS_PER_SUM, lastRow);
    float loss = sumRows(rows, kept, row, end, mean, as_float(delta), weights, bias, sums, biasSums);
    int first = row == firstRow;
    for (int k = 0; k < OUTPUTS; k++) {
      for (int j = 0; j < INPUTS; j++) {
        float sum = ((const float *)sums[k])[j];
        int at = weightOffset + k * INPUTS + j;
        gradient[at] = first ? sum : gradient[at] + sum;
      }
      if (biasOffset >= 0) {
        gradient[biasOffset + k] = first ? biasSums[k] : gradient[biasOffset + k] + biasSums[k];
      }
    }
    *rowLoss = first ? loss : *rowLoss + loss;
    row += ROWS_PER_SUM;
  } while (row < lastRow);
}

// The same kernel has the other operations of such a step.
__kernel GROUP_OF(1) void stepOperation(OPERATION_ARGUMENTS) {
  switch (operation) {
    case SINGLE_LAYER_PARTS:
      singleLayerParts(
          a0, a1, a2, a3, a4, a5, a6, a7, a8, a9, s0, s1, s2, s3, s4, s5, s6, s7, s8, s9);
      break;
    CASES_AT_THE_END
  }
}
