// The backward pass of a layer: parameter_gradient.cl, and for all layers except the first input_gradient.cl. Both need
// ∂C/∂z, and neither needs the result of the other, so they are one launch.
//
// Grid: 256 work items for each 64 inputs × groups. The first groups have 64 outputs of a part each. The last `inputGroups`
// groups, which may be 0, have 64 rows of ∂C/∂x each.
#include "opencl/gpu/input_gradient.cl"
#include "opencl/gpu/parameter_gradient.cl"

INLINE void layerGradients(
    ARRAY outputGradient, ARRAY x, ARRAY order, ARRAY window, ARRAY sums, ARRAY theta, ARRAY saved, ARRAY inputGradient_,
    LOCAL float *left, LOCAL float *right, int source, int capacity, int inputs, int outputs, int weightOffset,
    int biasOffset, int count, int parts, int activation, int inputGroups) {
  int tiles = (outputs + TILE - 1) / TILE;
  int column = TILE * get_group_id(0);
  int group = get_group_id(1);
  if (group < tiles * parts) {
    parameterGradient(
        outputGradient, x, order, window, sums, left, right, source, inputs, outputs, weightOffset, biasOffset, count,
        column, TILE * (group % tiles), group / tiles);
  } else {
    inputGradient(
        outputGradient, theta, window, saved, inputGradient_, left, right, inputs, outputs, weightOffset, activation,
        column, TILE * (group - tiles * parts));
  }
}
