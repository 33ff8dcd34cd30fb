// A step of a model of one dense layer, each row of x read once: z = x·Wᵀ + b, y = φ(z), loss, ∂C/∂z, and of each part of the
// rows Σ ∂C/∂z ⊗ x, Σ ∂C/∂z and Σ loss. Linear, logistic and softmax regression, full batch or mini-batch.
//
// Shapes: as in cpu/single_layer.cl. Grid: 256 work items a part.
// Versions: rows in the group's memory (single_layer_rows.cl).
// Checked against float64 over odd shapes on PoCL. Not measured on a GPU.
#include "opencl/arrays.cl"
#include "opencl/activations.cl"
#include "opencl/losses.cl"
#include "opencl/gpu/row_loss.cl"
#include "opencl/gpu/single_layer_rows.cl"

__kernel void singleLayerParts(
    HIDDEN, ARRAY x_, ARRAY t_, ARRAY order_, ARRAY window_, ARRAY theta_, ARRAY partials_, SCALAR capacity,
    SCALAR weightOffset, SCALAR biasOffset, SCALAR delta, SCALAR inputs, SCALAR outputs, SCALAR activationKind,
    SCALAR loss, SCALAR gathered) {
  SINGLE_LAYER_ARRAYS
  __global const int *window = INTS(window_);
  layer.x = FLOATS(x_);
  layer.t = FLOATS(t_);
  layer.order = INTS(order_);
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
  int count = outputs * (inputs + 1);
  __global float *partials = FLOATS(partials_) + (size_t)part * (count + 1);
  int item = get_local_id(0);
  for (int m = 0; m < CELLS_PER_ITEM; m++) {
    int cell = item + m * ITEMS;
    if (cell < count) {
      partials[placeOf(cell, inputs, 0, inputs * outputs)] = cells[m];
    }
  }
  if (item == 0) {
    partials[count] = total;
  }
}
