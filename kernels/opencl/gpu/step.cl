// The operations of a step on a GPU, one launch each: cpu/linear.cl and the files beside it have their formulas and shapes.
// Grid: work groups of 256 work items; the operation decides how many.
#include "opencl/arrays.cl"
#include "opencl/operations.cl"
#include "opencl/gpu/each_element.cl"
#include "opencl/gpu/linear.cl"
#include "opencl/gpu/layer_gradients.cl"
#include "opencl/gpu/loss_and_gradient.cl"
#include "opencl/mean_loss.cl"
#include "opencl/updates.cl"

__kernel GROUP_OF(ITEMS) void stepOperation(OPERATION_ARGUMENTS) {
  SHARED float left[DEPTH * TILE_STRIDE];
  SHARED float right[DEPTH * TILE_STRIDE];
  switch (operation) {
    case LINEAR_FORWARD: linearForward(a0, a1, a2, a3, a4, a5, left, right, s0, s1, s2, s3, s4, s5, s6, s7); break;
    case LAYER_GRADIENTS:
      layerGradients(a0, a1, a2, a3, a4, a5, a6, a7, left, right, s0, s1, s2, s3, s4, s5, s6, s7, s8, s9);
      break;
    case LOSS_AND_GRADIENT: lossAndGradient(a0, a1, a2, a3, a4, a5, a6, s0, s1, s2, s3, s4, s5, s6); break;
    CASES_AT_THE_END
  }
}
