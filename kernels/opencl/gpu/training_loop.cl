// Many steps of a model of one dense layer in one launch, with the weights in the memory of one work group. For models and
// batches that are so small that the start of a kernel costs more than the step.
//
// Shapes: as in cpu/training_loop.cl. Grid: one group of 256 work items.
// Versions: rows in the group's memory (single_layer_rows.cl).
// Checked against float64 over steps on PoCL. Not measured on a GPU.
#include "opencl/arrays.cl"
#include "opencl/activations.cl"
#include "opencl/losses.cl"
#include "opencl/update_rules.cl"
#include "opencl/gpu/row_loss.cl"
#include "opencl/gpu/single_layer_rows.cl"

__kernel GROUP_OF(ITEMS) void singleLayerSteps(
    HIDDEN, ARRAY x_, ARRAY t_, ARRAY order_, ARRAY window_, ARRAY rates_, ARRAY launch_, ARRAY theta_, ARRAY z_,
    ARRAY y_, ARRAY dz_, ARRAY gradient_, ARRAY state_, ARRAY losses_, SCALAR weightOffset, SCALAR biasOffset, SCALAR delta, SCALAR count, SCALAR r0, SCALAR r1,
    SCALAR r2, SCALAR r3, SCALAR r4, SCALAR r5, SCALAR r6, SCALAR inputs, SCALAR outputs, SCALAR activationKind,
    SCALAR loss, SCALAR gathered, SCALAR rule) {
  SINGLE_LAYER_ARRAYS
  __global float *theta = FLOATS(theta_);
  layer.x = FLOATS(x_);
  layer.t = t_;
  layer.order = INTS(order_);
  layer.z = FLOATS(z_);
  layer.y = FLOATS(y_);
  layer.dz = FLOATS(dz_);
  layer.gathered = gathered;
  layer.inputs = inputs;
  layer.outputs = outputs;
  layer.targetColumns = loss == CROSS_ENTROPY ? 1 : (int)outputs;
  layer.activationKind = activationKind;
  layer.loss = loss;
  layer.delta = as_float(delta);
  loadWeights(layer, theta, weightOffset, biasOffset);
  int item = get_local_id(0);
  __global int *window = INTS(window_);
  int slot = window[SLOT];
  int end = slot + INTS(launch_)[0];
  for (; slot < end; slot++) {
    int rows = window[WINDOW_ENTRY(slot) + 1];
    float rates[3];
    for (int i = 0; i < 3; i++) {
      rates[i] = FLOATS(rates_)[RATES_ENTRY(slot) + i];
    }
    layer.offset = window[WINDOW_ENTRY(slot)];
    float values = (float)rows * layer.targetColumns;
    float cells[CELLS_PER_ITEM];
    for (int m = 0; m < CELLS_PER_ITEM; m++) {
      cells[m] = 0.0f;
    }
    float itemLoss = sumRows(layer, 0, rows, values, cells);
    float total = addItems(layer, itemLoss);
    cells[0] = addGroups(layer, cells[0]);
    if (item == 0) {
      FLOATS(losses_)[slot] = total / values;
    }
    for (int m = 0; m < CELLS_PER_ITEM; m++) {
      int cell = item + m * ITEMS;
      int at = cell < outputs * (inputs + 1) ? placeOf(cell, inputs, weightOffset, biasOffset) : -1;
      if (at >= 0) {
        __global float *first = FLOATS(state_) + at;
        __global float *second = first + count;
        float w = layer.weights[cell];
        float g = cells[m];
        FLOATS(gradient_)[at] = g;
        switch (rule) {
          case 0:
            w = sgdRule(w, g, rates, as_float(r0));
            break;
          case 1:
            w = momentumRule(w, g, first, rates, as_float(r0), as_float(r1), r2);
            break;
          case 2:
            w = adamRule(
                w, g, first, second, rates, as_float(r0), as_float(r1), as_float(r2), as_float(r3), as_float(r4),
                as_float(r5), r6);
            break;
          default:
            w = rmsPropRule(
                w, g, first, second, first + r6, rates, as_float(r0), as_float(r1), as_float(r2), as_float(r3),
                as_float(r4), r5);
            break;
        }
        layer.weights[cell] = w;
        theta[at] = w;
      }
    }
    // All work items must see the new weights, and all must have read window and rates, which change after the last step.
    barrier(CLK_LOCAL_MEM_FENCE | CLK_GLOBAL_MEM_FENCE);
  }
  if (item == 0) {
    moveTo(end, window, FLOATS(rates_));
  }
}
