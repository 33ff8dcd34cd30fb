// g[offset + j] = Σₚ sums[p, j], blocks of 64 parts first
//
// Shapes: sums (parts, size), g from the offset on. Grid: a work item an element, size rounded up.
// Versions: an element a work item. Checked against float64 on PoCL.
#include "opencl/arrays.cl"
#include "opencl/sums.cl"

__kernel void addParts(
    HIDDEN, ARRAY sums_, ARRAY gradient_, SCALAR parts, SCALAR size, SCALAR offset) {
  int j = get_global_id(0);
  if (j < size) {
    FLOATS(gradient_)[offset + j] = sumOfParts(FLOATS(sums_) + j, parts, size);
  }
}
