// What a layer does on the way back: parameter_gradient.cl, and for all but the first layer input_gradient.cl. Both need
// ∂C/∂z, and neither the other's result, so they are one launch.
//
// Grid: work groups of one work item. The last panelsOf(inputs) · inputGroups have a panel of inputs and a share of the rows of
// ∂C/∂x each; the first ones share the panels of ∂C/∂W, its tiles and its parts. inputGroups 0: no ∂C/∂x.
#include "opencl/cpu/input_gradient.cl"
#include "opencl/cpu/parameter_gradient.cl"

INLINE void layerGradients(
    __global uchar *outputGradient, __global uchar *x, __global uchar *order, __global uchar *window,
    __global uchar *sums, __global uchar *theta, __global uchar *saved, __global uchar *inputGradient_, int source,
    int capacity, int inputs, int outputs, int weightOffset, int biasOffset, int count, int parts, int activation,
    int inputGroups) {
  int panels = panelsOf(inputs);
  int ofParameters = get_num_groups(0) - panels * inputGroups;
  int group = get_group_id(0);
  if (group < ofParameters) {
    int tiles = isWide(inputs, outputs) ? 1 : (outputs + TILE - 1) / TILE;
    int groups = ofParameters / (tiles * parts);
    parameterGradient(
        outputGradient, x, order, window, sums, source, inputs, outputs, weightOffset, biasOffset, count, group % groups,
        groups, group / groups % tiles, tiles, group / groups / tiles);
  } else {
    group -= ofParameters;
    inputGradient(
        outputGradient, theta, window, saved, inputGradient_, capacity, inputs, outputs, weightOffset, activation,
        group % panels, panels, group / panels, inputGroups);
  }
}
