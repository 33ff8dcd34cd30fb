// The work of a model of one dense layer on consecutive rows of a batch. Each row is read once: z = x·Wᵀ + b, y = φ(z), loss
// and ∂C/∂z of four rows at a time; Σ ∂C/∂z ⊗ x, Σ ∂C/∂z and Σ loss are added up in vectors of sixteen.
//
// The engine defines INPUTS, OUTPUTS, ACTIVATION_KIND, LOSS_KIND and GATHERED in front of the source.
#include "opencl/arrays.cl"
#include "opencl/activations.cl"
#include "opencl/losses.cl"
#include "opencl/cpu/vectors.cl"

#define VECTORS ((INPUTS + 15) / 16)
#define TAIL (INPUTS % 16)
#define OUTPUT_VECTORS ((OUTPUTS + 15) / 16)
#define AT_ONCE 4
// Rows of one sum: float32 sums stay short.
#define ROWS_PER_SUM 256
// Floats from the current row to the row that is requested in advance: 2 KiB in each of four streams.
#define AHEAD 512

// The targets of a row: a class, or a number for each output.
#if LOSS_KIND == CROSS_ENTROPY
#define TARGETS 1
#define TARGETS_OF INTS
typedef int Target;
#else
#define TARGETS OUTPUTS
#define TARGETS_OF FLOATS
typedef float Target;
#endif

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

// The row of the data that is row i of the batch; `order` starts at the batch.
INLINE size_t rowAt(int i, __global const int *order) {
  return GATHERED ? order[i] : i;
}

// Requests a later row: without huge pages the hardware's own prefetching stops at the end of each page. Long rows do not
// need this.
INLINE void prefetchRow(__global const float *x, int i, int end, __global const int *order) {
#if INPUTS <= 256
  int ahead = AHEAD / INPUTS;
  __global const float *row = x + (GATHERED ? rowAt(min(i + ahead, end - 1), order) : (size_t)(i + ahead)) * INPUTS;
#pragma unroll
  for (int j = 0; j < INPUTS; j += 16) {
    PREFETCH(row + j);
  }
#endif
}

// Where the results of each row of the batch are stored: z only with an activation whose slope needs it.
typedef struct {
  __global float *z;
  __global float *y;
  __global float *dz;
} Outputs;

// The loss of row i. Writes the gradient of the mean by z over z.
INLINE float lossOfRow(Outputs kept, int i, float *z, __global const Target *t, float mean, float delta) {
  size_t at = (size_t)i * OUTPUTS;
  float loss = 0.0f;
  float y[16 * OUTPUT_VECTORS];
  UNROLL for (int k = 0; k < 16 * OUTPUT_VECTORS; k++) {
    y[k] = k < OUTPUTS ? activation(ACTIVATION_KIND, z[k]) : -INFINITY;
  }
  UNROLL for (int k = 0; k < OUTPUTS; k++) {
    kept.y[at + k] = y[k];
    if (ACTIVATION_KIND == GELU) {
      kept.z[at + k] = z[k];
    }
  }
  if (LOSS_KIND == CROSS_ENTROPY) {
    int label = t[0];
    float16 most = vload16(0, y);
    for (int v = 1; v < OUTPUT_VECTORS; v++) {
      float16 next = vload16(v, y);
      most = select(most, next, next > most);
    }
    float m = largest(most);
    float p[16 * OUTPUT_VECTORS];
    for (int v = 0; v < OUTPUT_VECTORS; v++) {
      vstore16(exp(vload16(v, y) - m), v, p);
    }
    p[label] = 0.0f;
    float16 sums = (float16)(0.0f);
    for (int v = 0; v < OUTPUT_VECTORS; v++) {
      sums += vload16(v, p);
    }
    float others = sumOfLanes(sums);
    float behind = m - y[label];
    float total = others + exp(-behind);
    p[label] = -others;
    loss = crossEntropyOfRow(behind, others);
    for (int k = 0; k < OUTPUTS; k++) {
      float saved = ACTIVATION_KIND == GELU ? z[k] : y[k];
      z[k] = p[k] / total * mean * activationSlope(ACTIVATION_KIND, saved);
    }
  } else {
    UNROLL for (int k = 0; k < OUTPUTS; k++) {
      float saved = ACTIVATION_KIND == GELU ? z[k] : y[k];
      loss += elementLoss(LOSS_KIND, delta, y[k], t[k]);
      z[k] = elementSlope(LOSS_KIND, delta, y[k], t[k]) * mean * activationSlope(ACTIVATION_KIND, saved);
    }
  }
  UNROLL for (int k = 0; k < OUTPUTS; k++) {
    z[k] = withoutSubnormals(z[k]);
    kept.dz[at + k] = z[k];
  }
  return loss;
}

// x and t begin at the rows of the batch; if GATHERED, order does instead.
typedef struct {
  __global const float *x;
  __global const Target *t;
  __global const int *order;
} Rows;

INLINE Rows batchRows(
    __global const float *x, __global const Target *t, __global const int *order, int offset) {
  Rows rows = {x, t, order};
  if (GATHERED) {
    rows.order += offset;
  } else {
    rows.x += (size_t)offset * INPUTS;
    rows.t += (size_t)offset * TARGETS;
  }
  return rows;
}

INLINE void loadWeights(
    float16 (*weights)[VECTORS], float *bias, __global const float *theta, int weightOffset, int biasOffset) {
  UNROLL for (int k = 0; k < OUTPUTS; k++) {
    bias[k] = biasOffset < 0 ? 0.0f : theta[biasOffset + k];
    UNROLL for (int v = 0; v < VECTORS; v++) {
      weights[k][v] = loadInputs(theta + weightOffset + k * INPUTS, v);
    }
  }
}

// Sets the sums to 0, adds rows first … end − 1 of the batch to them, and returns the sum of the losses.
INLINE float sumRows(
    Rows rows, Outputs kept, int first, int end, float mean, float delta, float16 (*weights)[VECTORS], const float *bias,
    float16 (*sums)[VECTORS], float *biasSums) {
  __global const float *x = rows.x;
  __global const Target *t = rows.t;
  __global const int *order = rows.order;
  float lossSum = 0.0f;
  UNROLL for (int k = 0; k < OUTPUTS; k++) {
    biasSums[k] = 0.0f;
    UNROLL for (int v = 0; v < VECTORS; v++) {
      sums[k][v] = (float16)(0.0f);
    }
  }
  // One row of each quarter at a time: the processor reads farther ahead in four streams of addresses than in one.
  int quarter = (end - first) / AT_ONCE;
  for (int step = 0; step < quarter + (end - first) % AT_ONCE; step++) {
    // The last rows are computed one at a time: each with three copies of it, whose gradient is set to 0.
    int count = step < quarter ? AT_ONCE : 1;
    int next = step < quarter ? quarter : 0;
    int i = first + step + (step < quarter ? 0 : (AT_ONCE - 1) * quarter);
    size_t stride = (size_t)next * INPUTS;
    __global const float *x0 = x + rowAt(i, order) * INPUTS;
    __global const float *x1 = GATHERED ? x + rowAt(i + next, order) * INPUTS : x0 + stride;
    __global const float *x2 = GATHERED ? x + rowAt(i + 2 * next, order) * INPUTS : x1 + stride;
    __global const float *x3 = GATHERED ? x + rowAt(i + 3 * next, order) * INPUTS : x2 + stride;
#pragma unroll
    for (int r = 0; r < AT_ONCE; r++) {
      prefetchRow(x, i + r * next, end, order);
    }
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
      __global const Target *target = t + rowAt(i + r * next, order) * TARGETS;
      float loss = lossOfRow(kept, i + r * next, gradient[r], target, mean, delta);
      int there = r < count;
      lossSum += there ? loss : 0.0f;
      UNROLL for (int k = 0; k < OUTPUTS; k++) {
        gradient[r][k] = there ? gradient[r][k] : 0.0f;
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
  }
  return lossSum;
}
