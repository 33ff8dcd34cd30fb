// The optimizer's rule over all of θ: update_rules.cl has the formulas.
//
// Shapes: θ and g (P), state (slots, P), count = P. Scalars that are floats come as their bits; rest is 1 − β or 1 − α,
// rounded only once. Grid: a work item an element, P rounded up.
// Versions: an element a work item. Checked against float64 over steps on PoCL.
#include "opencl/arrays.cl"
#include "opencl/update_rules.cl"

__kernel void sgdUpdate(
    HIDDEN, ARRAY theta_, ARRAY gradient_, ARRAY rates_, SCALAR count, SCALAR decay) {
  int i = get_global_id(0);
  if (i < count) {
    __global float *w = FLOATS(theta_) + i;
    *w = sgdRule(*w, FLOATS(gradient_)[i], FLOATS(rates_), as_float(decay));
  }
}

__kernel void momentumUpdate(
    HIDDEN, ARRAY theta_, ARRAY gradient_, ARRAY state_, ARRAY rates_, SCALAR count,
    SCALAR decay, SCALAR momentum, SCALAR nesterov) {
  int i = get_global_id(0);
  if (i < count) {
    __global float *w = FLOATS(theta_) + i;
    *w = momentumRule(
        *w, FLOATS(gradient_)[i], FLOATS(state_) + i, FLOATS(rates_), as_float(decay), as_float(momentum), nesterov);
  }
}

__kernel void adamUpdate(
    HIDDEN, ARRAY theta_, ARRAY gradient_, ARRAY state_, ARRAY rates_, SCALAR count,
    SCALAR beta1, SCALAR rest1, SCALAR beta2, SCALAR rest2, SCALAR epsilon, SCALAR decay, SCALAR decoupled) {
  int i = get_global_id(0);
  if (i < count) {
    __global float *w = FLOATS(theta_) + i;
    __global float *state = FLOATS(state_) + i;
    *w = adamRule(
        *w, FLOATS(gradient_)[i], state, state + count, FLOATS(rates_), as_float(beta1), as_float(rest1), as_float(beta2),
        as_float(rest2), as_float(epsilon), as_float(decay), decoupled);
  }
}

__kernel void rmsPropUpdate(
    HIDDEN, ARRAY theta_, ARRAY gradient_, ARRAY state_, ARRAY rates_, SCALAR count,
    SCALAR alpha, SCALAR rest, SCALAR epsilon, SCALAR decay, SCALAR momentum, SCALAR centered, SCALAR averageOffset) {
  int i = get_global_id(0);
  if (i < count) {
    __global float *w = FLOATS(theta_) + i;
    __global float *state = FLOATS(state_) + i;
    *w = rmsPropRule(
        *w, FLOATS(gradient_)[i], state, state + count, state + averageOffset, FLOATS(rates_), as_float(alpha),
        as_float(rest), as_float(epsilon), as_float(decay), as_float(momentum), centered);
  }
}
