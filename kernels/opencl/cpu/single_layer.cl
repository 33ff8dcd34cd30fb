// A step of a model of one dense layer, each row of x read once: z = x·Wᵀ + b, y = φ(z), loss, ∂C/∂z, and of each part of the
// rows Σ ∂C/∂z ⊗ x, Σ ∂C/∂z and Σ loss. Linear, logistic and softmax regression, full batch or mini-batch.
//
// Shapes: x (N, INPUTS) and t (N, target columns), row i of the batch being order[offset + i] when GATHERED, else offset + i;
// W (OUTPUTS, INPUTS) and b (OUTPUTS) in θ, a bias offset below 0 meaning no b; partials (parts, OUTPUTS·INPUTS + OUTPUTS +
// 1). The gradients are those of the mean over rows · target columns, the losses are sums; single_layer_updates.cl goes on from there.
// The shapes and kinds are arguments on every device; here the source has them too, as INPUTS, OUTPUTS, ACTIVATION_KIND,
// LOSS_KIND and GATHERED. Grid: a work item a part.
//
// Versions: four rows at a time, weights and sums in vectors of sixteen (single_layer_rows.cl).
// Checked against float64 over odd shapes on PoCL. See kernels/README.md for what it reaches.
#include "opencl/cpu/single_layer_rows.cl"

__kernel ONE_ITEM void singleLayerParts(
    HIDDEN, __global uchar *x_, __global uchar *t_, __global uchar *order_, __global uchar *window_,
    __global uchar *theta_, __global uchar *partials_, int capacity, int weightOffset, int biasOffset, int delta,
    int inputs, int outputs, int activationKind, int lossKind, int gathered) {
  __global const int *window = INTS(window_);
  __global float *partials = FLOATS(partials_) + (size_t)get_global_id(0) * SUMS;
  int partRows = (capacity + get_global_size(0) - 1) / get_global_size(0);
  int firstRow = get_global_id(0) * partRows;
  int lastRow = min(firstRow + partRows, window[ROWS]);
  float mean = 1.0f / ((float)window[ROWS] * TARGETS);
  Rows rows = batchRows(FLOATS(x_), FLOATS(t_), INTS(order_), window[OFFSET]);
  float bias[OUTPUTS];
  float16 weights[OUTPUTS][VECTORS];
  loadWeights(weights, bias, FLOATS(theta_), weightOffset, biasOffset);
  // Once at least: a part without rows has sums of 0.
  int row = firstRow;
  do {
    float16 sums[OUTPUTS][VECTORS];
    float biasSums[OUTPUTS];
    int end = min(row + ROWS_PER_SUM, lastRow);
    float loss = sumRows(rows, row, end, mean, as_float(delta), weights, bias, sums, biasSums);
    int first = row == firstRow;
    for (int k = 0; k < OUTPUTS; k++) {
      for (int j = 0; j < INPUTS; j++) {
        float sum = ((const float *)sums[k])[j];
        partials[k * INPUTS + j] = first ? sum : partials[k * INPUTS + j] + sum;
      }
      partials[WEIGHTS + k] = first ? biasSums[k] : partials[WEIGHTS + k] + biasSums[k];
    }
    partials[SUMS - 1] = first ? loss : partials[SUMS - 1] + loss;
    row += ROWS_PER_SUM;
  } while (row < lastRow);
}
