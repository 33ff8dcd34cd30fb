// The end of a step of a model of one dense layer: adds the parts that singleLayerParts left, in their order, into g, writes
// the mean loss into its slot of the ring and lets the optimizer's rule change θ.
//
// Shapes: partials (parts, weights + outputs + 1): ∂C/∂W, ∂C/∂b, Σ loss; g, θ (P) and state (slots, P) with W and b at their
// offsets, a bias offset below 0 meaning no b; ring (slots), written at the window's slot. The scalars from `count` on are
// those of the kernels in updates.cl. Grid: a work item a column of the partials, rounded up.
// Versions: a column a work item. Checked against float64 over steps on PoCL.
#include "opencl/arrays.cl"
#include "opencl/sums.cl"
#include "opencl/update_rules.cl"

#define PARTS                                                                                                        \
  ARRAY partials_, ARRAY window_, ARRAY ring_, SCALAR parts, SCALAR weights, SCALAR outputs,    \
      SCALAR targetColumns, SCALAR weightOffset, SCALAR biasOffset

// Where column j of the partials lies in θ, or −1. The sum goes to g there, or as the mean loss to the ring.
INLINE int addColumn(PARTS, __global float *gradient) {
  int j = get_global_id(0);
  int columns = weights + outputs + 1;
  if (j >= columns) {
    return -1;
  }
  float sum = sumOfParts(FLOATS(partials_) + j, parts, columns);
  __global const int *window = INTS(window_);
  if (j == columns - 1) {
    FLOATS(ring_)[window[SLOT]] = sum / ((float)window[ROWS] * targetColumns);
    return -1;
  }
  if (j >= weights && biasOffset < 0) {
    return -1;
  }
  int at = j < weights ? weightOffset + j : biasOffset + j - weights;
  gradient[at] = sum;
  return at;
}

#define ADD_COLUMN \
  addColumn(       \
      partials_, window_, ring_, parts, weights, outputs, targetColumns, weightOffset, biasOffset, FLOATS(gradient_))

// Without a rule: for what comes between gradient and update.
__kernel void singleLayerGradient(HIDDEN, PARTS, ARRAY gradient_) {
  ADD_COLUMN;
}

__kernel void singleLayerSgd(
    HIDDEN, PARTS, ARRAY theta_, ARRAY gradient_, ARRAY rates_, SCALAR count, SCALAR decay) {
  int i = ADD_COLUMN;
  if (i >= 0) {
    __global float *w = FLOATS(theta_) + i;
    *w = sgdRule(*w, FLOATS(gradient_)[i], FLOATS(rates_), as_float(decay));
  }
}

__kernel void singleLayerMomentum(
    HIDDEN, PARTS, ARRAY theta_, ARRAY gradient_, ARRAY state_, ARRAY rates_,
    SCALAR count, SCALAR decay, SCALAR momentum, SCALAR nesterov) {
  int i = ADD_COLUMN;
  if (i >= 0) {
    __global float *w = FLOATS(theta_) + i;
    *w = momentumRule(
        *w, FLOATS(gradient_)[i], FLOATS(state_) + i, FLOATS(rates_), as_float(decay), as_float(momentum), nesterov);
  }
}

__kernel void singleLayerAdam(
    HIDDEN, PARTS, ARRAY theta_, ARRAY gradient_, ARRAY state_, ARRAY rates_,
    SCALAR count, SCALAR beta1, SCALAR rest1, SCALAR beta2, SCALAR rest2, SCALAR epsilon, SCALAR decay, SCALAR decoupled) {
  int i = ADD_COLUMN;
  if (i >= 0) {
    __global float *w = FLOATS(theta_) + i;
    __global float *state = FLOATS(state_) + i;
    *w = adamRule(
        *w, FLOATS(gradient_)[i], state, state + count, FLOATS(rates_), as_float(beta1), as_float(rest1), as_float(beta2),
        as_float(rest2), as_float(epsilon), as_float(decay), decoupled);
  }
}

__kernel void singleLayerRmsProp(
    HIDDEN, PARTS, ARRAY theta_, ARRAY gradient_, ARRAY state_, ARRAY rates_,
    SCALAR count, SCALAR alpha, SCALAR rest, SCALAR epsilon, SCALAR decay, SCALAR momentum, SCALAR centered, SCALAR averageOffset) {
  int i = ADD_COLUMN;
  if (i >= 0) {
    __global float *w = FLOATS(theta_) + i;
    __global float *state = FLOATS(state_) + i;
    *w = rmsPropRule(
        *w, FLOATS(gradient_)[i], state, state + count, state + averageOffset, FLOATS(rates_), as_float(alpha),
        as_float(rest), as_float(epsilon), as_float(decay), as_float(momentum), centered);
  }
}
