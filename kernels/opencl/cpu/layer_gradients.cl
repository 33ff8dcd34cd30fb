// The backward pass of a layer: parameter_gradient.cl, and for all layers except the first input_gradient.cl. Both need
// ∂C/∂z, and neither needs the result of the other, so they are one launch.
//
// Grid: work groups of one work item. panelsOf(inputs) · inputGroups of them have a panel of inputs and a share of the rows of
// ∂C/∂x each; the others share the panels of ∂C/∂W, its tiles and its parts. inputGroups 0: no ∂C/∂x. The two kinds are mixed
// evenly: a device that gives neighbouring groups to one core would otherwise give most of the heavier kind to one core.
#include "opencl/cpu/input_gradient.cl"
#include "opencl/cpu/parameter_gradient.cl"

INLINE void layerGradients(
    __global uchar *outputGradient, __global uchar *x, __global uchar *order, __global uchar *window,
    __global uchar *sums, __global uchar *theta, __global uchar *saved, __global uchar *inputGradient_, int source,
    int capacity, int inputs, int outputs, int weightOffset, int biasOffset, int count, int parts, int activation,
    int inputGroups) {
  int panels = panelsOf(inputs);
  long all = get_num_groups(0);
  long ofParameters = all - panels * inputGroups;
  int index = get_group_id(0);
  int group = index * ofParameters / all;
  if ((index + 1) * ofParameters / all > group) {
    int tiles = isWide(inputs, outputs) ? 1 : (outputs + TILE - 1) / TILE;
    int groups = (int)ofParameters / (tiles * parts);
    parameterGradient(
        outputGradient, x, order, window, sums, source, inputs, outputs, weightOffset, biasOffset, count, group % groups,
        groups, group / groups % tiles, tiles, group / groups / tiles);
  } else {
    group = index - group;
    inputGradient(
        outputGradient, theta, window, saved, inputGradient_, capacity, inputs, outputs, weightOffset, activation,
        group % panels, panels, group / panels, inputGroups);
  }
}
