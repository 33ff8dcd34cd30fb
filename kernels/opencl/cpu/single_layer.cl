// A step of a model of one dense layer, each row of x read once: z = x·Wᵀ + b, y = φ(z), loss, ∂C/∂z, and of each part of the
// rows Σ ∂C/∂z ⊗ x, Σ ∂C/∂z and Σ loss. Linear, logistic and softmax regression, full batch or mini-batch.
//
// Shapes: x (N, INPUTS) and t (N, target columns), row i of the batch being order[offset + i] when GATHERED, else offset + i;
// W (OUTPUTS, INPUTS) and b (OUTPUTS) in θ, a bias offset below 0 meaning no b; partials (parts, OUTPUTS·INPUTS + OUTPUTS +
// 1). The gradients are those of the mean over rows · target columns, the losses are sums; single_layer_updates.cl goes on from there.
// INPUTS, OUTPUTS, ACTIVATION_KIND, LOSS_KIND and GATHERED stand in front of the source. Grid: a work item a part.
//
// Versions: four rows at a time, weights and sums in vectors of sixteen; 256 rows are summed before they are added to the
// part's, which keeps float32 sums short.
// Checked against float64 over odd shapes on PoCL. See kernels/README.md for what it reaches.
#include "arrays.cl"
#include "activations.cl"
#include "losses.cl"

#define VECTORS ((INPUTS + 15) / 16)
#define TAIL (INPUTS % 16)
#define OUTPUT_VECTORS ((OUTPUTS + 15) / 16)
#define WEIGHTS (OUTPUTS * INPUTS)
#define SUMS (WEIGHTS + OUTPUTS + 1)
#define AT_ONCE 4
#define ROWS_PER_SUM 256
#define TARGETS (LOSS_KIND == CROSS_ENTROPY ? 1 : OUTPUTS)

// Outputs that share the loads of a row: a divisor of OUTPUTS.
#if OUTPUTS % 5 == 0
#define TOGETHER 5
#elif OUTPUTS % 4 == 0
#define TOGETHER 4
#elif OUTPUTS % 3 == 0
#define TOGETHER 3
#elif OUTPUTS % 2 == 0
#define TOGETHER 2
#else
#define TOGETHER 1
#endif

// Small models keep weights and sums in registers.
#if OUTPUTS * VECTORS <= 16
#define UNROLL _Pragma("unroll")
#else
#define UNROLL
#endif

INLINE float16 loadTail(__global const float *row) {
  float values[16];
#pragma unroll
  for (int j = 0; j < 16; j++) {
    values[j] = j < TAIL ? row[j] : 0.0f;
  }
  return vload16(0, values);
}

INLINE float16 loadInputs(__global const float *row, int v) {
  return TAIL != 0 && v == VECTORS - 1 ? loadTail(row + 16 * v) : load16(row + 16 * v);
}

// Row i of the batch in the data, whose order starts at the batch's.
INLINE size_t rowAt(int i, __global const int *order) {
  return GATHERED ? order[i] : i;
}

// Asks for the rows that come 8 KiB later: without huge pages the hardware's own prefetching ends with each page. Long rows
// give it enough to go on.
INLINE void prefetchRows(__global const float *x, int i, int end, __global const int *order) {
#if defined(__clang__) && INPUTS <= 256
  if (GATHERED) {
    for (int r = 0; r < AT_ONCE; r++) {
      __global const float *row = x + rowAt(min(i + 2048 / INPUTS + r, end - 1), order) * INPUTS;
#pragma unroll
      for (int j = 0; j < INPUTS; j += 16) {
        __builtin_prefetch(row + j);
      }
    }
  } else {
    __global const float *row = x + (size_t)i * INPUTS + 2048;
#pragma unroll
    for (int j = 0; j < AT_ONCE * INPUTS; j += 16) {
      __builtin_prefetch(row + j);
    }
  }
#endif
}

// The loss of a row and, in place of z, the mean's gradient by z.
INLINE float lossOfRow(float *z, __global const float *t, float mean, float delta) {
  float loss = 0.0f;
  float y[16 * OUTPUT_VECTORS];
  UNROLL for (int k = 0; k < 16 * OUTPUT_VECTORS; k++) {
    y[k] = k < OUTPUTS ? activation(ACTIVATION_KIND, z[k]) : -INFINITY;
  }
  if (LOSS_KIND == CROSS_ENTROPY) {
    int label = (int)t[0];
    float16 most = vload16(0, y);
    for (int v = 1; v < OUTPUT_VECTORS; v++) {
      float16 next = vload16(v, y);
      most = select(most, next, next > most);
    }
    float m = largest(most);
    float p[16 * OUTPUT_VECTORS];
    float16 sums = (float16)(0.0f);
    for (int v = 0; v < OUTPUT_VECTORS; v++) {
      float16 e = exp(vload16(v, y) - m);
      sums += e;
      vstore16(e, v, p);
    }
    float sum = sumOfLanes(sums);
    loss = log(sum) + (m - y[label]);
    for (int k = 0; k < OUTPUTS; k++) {
      float saved = ACTIVATION_KIND == GELU ? z[k] : y[k];
      z[k] = (p[k] / sum - (k == label ? 1.0f : 0.0f)) * mean * activationSlope(ACTIVATION_KIND, saved);
    }
  } else {
    UNROLL for (int k = 0; k < OUTPUTS; k++) {
      float saved = ACTIVATION_KIND == GELU ? z[k] : y[k];
      loss += elementLoss(LOSS_KIND, delta, y[k], t[k]);
      z[k] = elementSlope(LOSS_KIND, delta, y[k], t[k]) * mean * activationSlope(ACTIVATION_KIND, saved);
    }
  }
  return loss;
}

__kernel ONE_ITEM void singleLayerParts(
    HIDDEN, __global uchar *x_, __global uchar *t_, __global uchar *order_, __global uchar *window_,
    __global uchar *theta_, __global uchar *partials_, int capacity, int weightOffset, int biasOffset, int deltaBits) {
  __global const float *theta = FLOATS(theta_);
  __global const int *window = INTS(window_);
  __global float *partials = FLOATS(partials_) + (size_t)get_global_id(0) * SUMS;
  int rows = window[ROWS];
  int partRows = (capacity + get_global_size(0) - 1) / get_global_size(0);
  int firstRow = get_global_id(0) * partRows;
  int lastRow = min(firstRow + partRows, rows);
  __global const int *order = INTS(order_) + (GATHERED ? window[OFFSET] : 0);
  size_t skipped = GATHERED ? 0 : window[OFFSET];
  __global const float *x = FLOATS(x_) + skipped * INPUTS;
  __global const float *t = FLOATS(t_) + skipped * TARGETS;
  float mean = 1.0f / ((float)rows * TARGETS);
  float bias[OUTPUTS];
  float16 weights[OUTPUTS][VECTORS];
  UNROLL for (int k = 0; k < OUTPUTS; k++) {
    bias[k] = biasOffset < 0 ? 0.0f : theta[biasOffset + k];
    UNROLL for (int v = 0; v < VECTORS; v++) {
      weights[k][v] = loadInputs(theta + weightOffset + k * INPUTS, v);
    }
  }
  // Once at least: a part without rows has sums of 0.
  int row = firstRow;
  do {
    float16 sums[OUTPUTS][VECTORS];
    float biasSums[OUTPUTS];
    float lossSum = 0.0f;
    UNROLL for (int k = 0; k < OUTPUTS; k++) {
      biasSums[k] = 0.0f;
      UNROLL for (int v = 0; v < VECTORS; v++) {
        sums[k][v] = (float16)(0.0f);
      }
    }
    int end = min(row + ROWS_PER_SUM, lastRow);
    int i = row;
    while (i < end) {
      // The last rows go alone: three copies beside each, with a gradient of 0.
      int count = end - i < AT_ONCE ? 1 : AT_ONCE;
      int next = count == 1 ? 0 : 1;
      size_t stride = count == 1 ? 0 : INPUTS;
      __global const float *x0 = x + rowAt(i, order) * INPUTS;
      __global const float *x1 = GATHERED ? x + rowAt(i + next, order) * INPUTS : x0 + stride;
      __global const float *x2 = GATHERED ? x + rowAt(i + 2 * next, order) * INPUTS : x1 + stride;
      __global const float *x3 = GATHERED ? x + rowAt(i + 3 * next, order) * INPUTS : x2 + stride;
      prefetchRows(x, i, lastRow, order);
      float gradient[AT_ONCE][OUTPUTS];
      UNROLL for (int k0 = 0; k0 < OUTPUTS; k0 += TOGETHER) {
        float16 z[TOGETHER][AT_ONCE];
#pragma unroll
        for (int k = 0; k < TOGETHER; k++) {
          z[k][0] = z[k][1] = z[k][2] = z[k][3] = (float16)(0.0f);
        }
        UNROLL for (int v = 0; v < VECTORS; v++) {
          float16 v0 = loadInputs(x0, v), v1 = loadInputs(x1, v), v2 = loadInputs(x2, v), v3 = loadInputs(x3, v);
#pragma unroll
          for (int k = 0; k < TOGETHER; k++) {
            float16 w = weights[k0 + k][v];
            z[k][0] = fma(v0, w, z[k][0]);
            z[k][1] = fma(v1, w, z[k][1]);
            z[k][2] = fma(v2, w, z[k][2]);
            z[k][3] = fma(v3, w, z[k][3]);
          }
        }
#pragma unroll
        for (int k = 0; k < TOGETHER; k++) {
#pragma unroll
          for (int r = 0; r < AT_ONCE; r++) {
            gradient[r][k0 + k] = sumOfLanes(z[k][r]) + bias[k0 + k];
          }
        }
      }
#pragma unroll
      for (int r = 0; r < AT_ONCE; r++) {
        __global const float *target = t + rowAt(i + r * next, order) * TARGETS;
        float loss = lossOfRow(gradient[r], target, mean, as_float(deltaBits));
        int there = r < count;
        lossSum += there ? loss : 0.0f;
        UNROLL for (int k = 0; k < OUTPUTS; k++) {
          gradient[r][k] = there ? withoutSubnormals(gradient[r][k]) : 0.0f;
          biasSums[k] += gradient[r][k];
        }
      }
      UNROLL for (int k0 = 0; k0 < OUTPUTS; k0 += TOGETHER) {
        UNROLL for (int v = 0; v < VECTORS; v++) {
          float16 v0 = loadInputs(x0, v), v1 = loadInputs(x1, v), v2 = loadInputs(x2, v), v3 = loadInputs(x3, v);
#pragma unroll
          for (int k = k0; k < k0 + TOGETHER; k++) {
            float16 sum = fma(v0, (float16)(gradient[0][k]), sums[k][v]);
            sum = fma(v1, (float16)(gradient[1][k]), sum);
            sum = fma(v2, (float16)(gradient[2][k]), sum);
            sums[k][v] = fma(v3, (float16)(gradient[3][k]), sum);
          }
        }
      }
      i += count;
    }
    int first = row == firstRow;
    for (int k = 0; k < OUTPUTS; k++) {
      for (int j = 0; j < INPUTS; j++) {
        float sum = ((const float *)sums[k])[j];
        partials[k * INPUTS + j] = first ? sum : partials[k * INPUTS + j] + sum;
      }
      partials[WEIGHTS + k] = first ? biasSums[k] : partials[WEIGHTS + k] + biasSums[k];
    }
    partials[SUMS - 1] = first ? lossSum : partials[SUMS - 1] + lossSum;
    row += ROWS_PER_SUM;
  } while (row < lastRow);
}
