// The operations of a step on a CPU, one launch each: cpu/linear.cl and the files beside it have their formulas and shapes.
// Grid: work groups of one work item; the operation decides how many.
#include "opencl/arrays.cl"
#include "opencl/operations.cl"
#include "opencl/cpu/each_element.cl"
#include "opencl/cpu/linear.cl"
#include "opencl/cpu/layer_gradients.cl"
#include "opencl/cpu/loss_and_gradient.cl"
#include "opencl/mean_loss.cl"
#include "opencl/updates.cl"

__kernel GROUP_OF(1) void stepOperation(OPERATION_ARGUMENTS) {
  switch (operation) {
    case LINEAR_FORWARD: linearForward(a0, a1, a2, a3, a4, a5, s0, s1, s2, s3, s4, s5, s6, s7); break;
    case LAYER_GRADIENTS:
      layerGradients(a0, a1, a2, a3, a4, a5, a6, a7, s0, s1, s2, s3, s4, s5, s6, s7, s8, s9);
      break;
    case LOSS_AND_GRADIENT: lossAndGradient(a0, a1, a2, a3, a4, a5, a6, s0, s1, s2, s3, s4, s5, s6); break;
    CASES_AT_THE_END
  }
}
