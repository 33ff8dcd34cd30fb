// A step of a model of one dense layer. Each row of x is read once: z = x·Wᵀ + b, y = φ(z), loss, ∂C/∂z, and for each part of
// the rows Σ ∂C/∂z ⊗ x, Σ ∂C/∂z and Σ loss. For linear, logistic and softmax regression, full batch or mini-batch.
//
// Shapes: as in cpu/single_layer.cl. Grid: 256 work items for each part.
// Versions: rows in the group's memory (single_layer_rows.cl).
// Checked against float64 over odd shapes on PoCL. Not measured on a GPU.
#include "opencl/arrays.cl"
#include "opencl/operations.cl"
#include "opencl/gpu/each_element.cl"
#include "opencl/activations.cl"
#include "opencl/losses.cl"
#include "opencl/gpu/row_loss.cl"
#include "opencl/gpu/single_layer_rows.cl"
#include "opencl/mean_loss.cl"
#include "opencl/updates.cl"

INLINE void singleLayerParts(
    ARRAY x_, ARRAY t_, ARRAY order_, ARRAY window_, ARRAY theta_, ARRAY z_, ARRAY y_, ARRAY dz_,
    ARRAY gradient_, ARRAY rowLoss_, Layer layer, int capacity, int count, int weightOffset, int biasOffset, int delta,
    int inputs, int outputs, int activationKind, int loss, int gathered) {
  __global const int *window = INTS(window_);
  layer.x = FLOATS(x_);
  layer.t = t_;
  layer.order = INTS(order_);
  layer.z = FLOATS(z_);
  layer.y = FLOATS(y_);
  layer.dz = FLOATS(dz_);
  layer.gathered = gathered;
  layer.offset = window[OFFSET];
  layer.inputs = inputs;
  layer.outputs = outputs;
  layer.targetColumns = loss == CROSS_ENTROPY ? 1 : (int)outputs;
  layer.activationKind = activationKind;
  layer.loss = loss;
  layer.delta = as_float(delta);
  loadWeights(layer, FLOATS(theta_), weightOffset, biasOffset);
  int parts = get_num_groups(0);
  int part = get_group_id(0);
  int partRows = (capacity + parts - 1) / parts;
  int rows = window[ROWS];
  int first = part * partRows;
  float cells[CELLS_PER_ITEM];
  for (int m = 0; m < CELLS_PER_ITEM; m++) {
    cells[m] = 0.0f;
  }
  float itemLoss = sumRows(layer, first, least(first + partRows, rows), (float)rows * layer.targetColumns, cells);
  float total = addItems(layer, itemLoss);
  cells[0] = addGroups(layer, cells[0]);
  __global float *gradient = FLOATS(gradient_) + (size_t)part * count;
  int item = get_local_id(0);
  for (int m = 0; m < CELLS_PER_ITEM; m++) {
    int cell = item + m * ITEMS;
    int at = cell < outputs * (inputs + 1) ? placeOf(cell, inputs, weightOffset, biasOffset) : -1;
    if (at >= 0) {
      gradient[at] = cells[m];
    }
  }
  if (item == 0) {
    FLOATS(rowLoss_)[part] = total;
  }
}

// The same kernel has the other operations of such a step.
__kernel GROUP_OF(ITEMS) void stepOperation(OPERATION_ARGUMENTS) {
  SINGLE_LAYER_ARRAYS
  switch (operation) {
    case SINGLE_LAYER_PARTS:
      singleLayerParts(
          a0, a1, a2, a3, a4, a5, a6, a7, a8, a9, layer, s0, s1, s2, s3, s4, s5, s6, s7, s8, s9);
      break;
    CASES_AT_THE_END
  }
}
