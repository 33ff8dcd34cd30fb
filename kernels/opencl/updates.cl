// The optimizer's rule for all of θ: update_rules.cl has the formulas.
//
// Shapes: θ (P), g (parts, P), state (slots, P), count = P. If maximum is 0, the parts of g are added up in their order. If
// maximum is above 0, the parts were added up before, and g is clipped: g · min(1, maximum / (norm + 10⁻⁶)). In both cases the
// first part then holds the gradient that the rule uses. Scalars that are floats are passed as their bits; rest is 1 − β or
// 1 − α, rounded only once.
// Grid: any; EACH_ELEMENT chooses the elements of a work item.
// Versions: an element at a time. Checked against float64 over steps on PoCL.
#include "opencl/arrays.cl"
#include "opencl/sums.cl"
#include "opencl/update_rules.cl"

// Divides by the norm first: maximum / norm could become 0 if the norm is large.
INLINE float clipped(float g, float norm, float maximum) {
  float length = norm + 1e-6f;
  return length <= maximum ? g : g / length * maximum;
}

// Writes the gradient that the rule uses into the first part of g.
INLINE void prepareGradient(__global float *gradient, __global const float *norm, int count, int parts, float maximum) {
  if (maximum > 0.0f) {
    EACH_ELEMENT(i, count) {
      gradient[i] = clipped(gradient[i], norm[0], maximum);
    }
  } else if (parts > 1) {
    EACH_ELEMENT(i, count) {
      gradient[i] = sumOfParts(gradient + i, parts, count);
    }
  }
}

#define UPDATE_ARRAYS                                                                       \
  __global float *RESTRICT theta = FLOATS(theta_);                                          \
  __global float *RESTRICT g = FLOATS(gradient_);                                           \
  float rates[3] = {FLOATS(rates_)[0], FLOATS(rates_)[1], FLOATS(rates_)[2]};               \
  prepareGradient(g, FLOATS(norm_), count, parts, as_float(maximum));

INLINE void sgdUpdate(
    ARRAY theta_, ARRAY gradient_, ARRAY rates_, ARRAY norm_, int count, int parts, int maximum, int decay) {
  UPDATE_ARRAYS
  EACH_ELEMENT(i, count) {
    theta[i] = sgdRule(theta[i], g[i], rates, as_float(decay));
  }
}

INLINE void momentumUpdate(
    ARRAY theta_, ARRAY gradient_, ARRAY state_, ARRAY rates_, ARRAY norm_, int count, int parts, int maximum, int decay,
    int momentum, int nesterov) {
  UPDATE_ARRAYS
  __global float *RESTRICT velocity = FLOATS(state_);
  EACH_ELEMENT(i, count) {
    theta[i] = momentumRule(theta[i], g[i], velocity + i, rates, as_float(decay), as_float(momentum), nesterov);
  }
}

INLINE void adamUpdate(
    ARRAY theta_, ARRAY gradient_, ARRAY state_, ARRAY rates_, ARRAY norm_, int count, int parts, int maximum, int beta1,
    int rest1, int beta2, int rest2, int epsilon, int decay, int decoupled) {
  UPDATE_ARRAYS
  __global float *RESTRICT first = FLOATS(state_);
  __global float *RESTRICT second = FLOATS(state_) + count;
  EACH_ELEMENT(i, count) {
    theta[i] = adamRule(
        theta[i], g[i], first + i, second + i, rates, as_float(beta1), as_float(rest1), as_float(beta2), as_float(rest2),
        as_float(epsilon), as_float(decay), decoupled);
  }
}

INLINE void rmsPropUpdate(
    ARRAY theta_, ARRAY gradient_, ARRAY state_, ARRAY rates_, ARRAY norm_, int count, int parts, int maximum, int alpha,
    int rest, int epsilon, int decay, int momentum, int centered, int averageOffset) {
  UPDATE_ARRAYS
  __global float *state = FLOATS(state_);
  EACH_ELEMENT(i, count) {
    theta[i] = rmsPropRule(
        theta[i], g[i], state + i, state + count + i, state + averageOffset + i, rates, as_float(alpha), as_float(rest),
        as_float(epsilon), as_float(decay), as_float(momentum), centered);
  }
}
