// Many steps of a model of one dense layer in one launch: the work of single_layer.cl, updates.cl and mean_loss.cl, step after
// step, with the weights in the memory of one work item. For models and batches that are so small that the start of a kernel
// costs more than the step.
//
// Shapes: those of the three files; launch (1) is the number of steps. g holds the gradient of the last step. r0 … r6 are the
// scalars of the RULE's kernel in updates.cl, without `count`, `parts` and `maximum`; rules are 0 sgd, 1 momentum, 2 adam,
// 3 rmsprop. The shapes and kinds are arguments on every device. Here the source has them too, as INPUTS, OUTPUTS,
// ACTIVATION_KIND, LOSS_KIND, GATHERED and RULE.
// Grid: one work item.
//
// Versions: one work item, 256 rows in a sum. Checked against float64 over steps on PoCL. kernels/README.md has its measured
// speed.
#include "opencl/cpu/single_layer_rows.cl"
#include "opencl/update_rules.cl"

#define STRIDE (16 * VECTORS)

typedef struct {
  __global float *gradient;
  __global float *state;
  const float *rates;
  int count;
  int r0, r1, r2, r3, r4, r5, r6;
} Rule;

// The weight at index i of θ after a step.
INLINE float updated(Rule rule, int i, float w, float g) {
  __global float *state = rule.state + i;
  __global float *second = state + rule.count;
  rule.gradient[i] = g;
  switch (RULE) {
    case 0: return sgdRule(w, g, rule.rates, as_float(rule.r0));
    case 1: return momentumRule(w, g, state, rule.rates, as_float(rule.r0), as_float(rule.r1), rule.r2);
    case 2:
      return adamRule(
          w, g, state, second, rule.rates, as_float(rule.r0), as_float(rule.r1), as_float(rule.r2), as_float(rule.r3),
          as_float(rule.r4), as_float(rule.r5), rule.r6);
    default:
      return rmsPropRule(
          w, g, state, second, state + rule.r6, rule.rates, as_float(rule.r0), as_float(rule.r1), as_float(rule.r2),
          as_float(rule.r3), as_float(rule.r4), rule.r5);
  }
}

__kernel GROUP_OF(1) void singleLayerSteps(
    HIDDEN, __global uchar *x_, __global uchar *t_, __global uchar *order_, __global uchar *window_,
    __global uchar *rates_, __global uchar *launch_, __global uchar *theta_, __global uchar *z_, __global uchar *y_, __global uchar *dz_,
    __global uchar *gradient_, __global uchar *state_, __global uchar *losses_, int weightOffset, int biasOffset, int delta, int count, int r0, int r1,
    int r2, int r3, int r4, int r5, int r6, int inputs, int outputs, int activationKind, int lossKind, int gathered,
    int ruleKind) {
  __global float *theta = FLOATS(theta_);
  __global float *losses = FLOATS(losses_);
  __global int *window = INTS(window_);
  float rates[3];
  Rule rule = {FLOATS(gradient_), FLOATS(state_), rates, count, r0, r1, r2, r3, r4, r5, r6};
  int slot = window[SLOT];
  int end = slot + INTS(launch_)[0];
  Outputs kept = {FLOATS(z_), FLOATS(y_), FLOATS(dz_)};
  float bias[OUTPUTS];
  float16 weights[OUTPUTS][VECTORS];
  loadWeights(weights, bias, theta, weightOffset, biasOffset);
  for (; slot < end; slot++) {
    int last = window[WINDOW_ENTRY(slot) + 1];
    float mean = 1.0f / ((float)last * TARGETS);
    Rows rows = batchRows(FLOATS(x_), TARGETS_OF(t_), INTS(order_), window[WINDOW_ENTRY(slot)]);
    float16 total[OUTPUTS][VECTORS];
    float biasTotal[OUTPUTS];
    float loss = sumRows(rows, kept, 0, min(ROWS_PER_SUM, last), mean, as_float(delta), weights, bias, total, biasTotal);
    for (int row = ROWS_PER_SUM; row < last; row += ROWS_PER_SUM) {
      float16 sums[OUTPUTS][VECTORS];
      float biasSums[OUTPUTS];
      loss += sumRows(
          rows, kept, row, min(row + ROWS_PER_SUM, last), mean, as_float(delta), weights, bias, sums, biasSums);
      UNROLL for (int k = 0; k < OUTPUTS; k++) {
        biasTotal[k] += biasSums[k];
        UNROLL for (int v = 0; v < VECTORS; v++) {
          total[k][v] += sums[k][v];
        }
      }
    }
    losses[slot] = loss * mean;
    for (int i = 0; i < 3; i++) {
      rates[i] = FLOATS(rates_)[RATES_ENTRY(slot) + i];
    }
    float *w = (float *)weights;
    const float *g = (const float *)total;
    for (int k = 0; k < OUTPUTS; k++) {
      for (int j = 0; j < INPUTS; j++) {
        int at = STRIDE * k + j;
        w[at] = updated(rule, weightOffset + INPUTS * k + j, w[at], g[at]);
      }
      if (biasOffset >= 0) {
        bias[k] = updated(rule, biasOffset + k, bias[k], biasTotal[k]);
      }
    }
  }
  const float *w = (const float *)weights;
  for (int k = 0; k < OUTPUTS; k++) {
    for (int j = 0; j < INPUTS; j++) {
      theta[weightOffset + INPUTS * k + j] = w[STRIDE * k + j];
    }
    if (biasOffset >= 0) {
      theta[biasOffset + k] = bias[k];
    }
  }
  moveTo(end, window, FLOATS(rates_));
}
