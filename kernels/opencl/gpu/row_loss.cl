// The loss of one row and its gradients by the outputs. The outputs are in the memory of the device or of a work group, and
// the gradients may overwrite them. The first target of the row is element `at` of its array. `values` is the divisor of the
// mean.
#define ROW_LOSS(SPACE, name)                                                                                     \
  INLINE float name(                                                                                              \
      SPACE const float *y, ARRAY t_, size_t at, SPACE float *gradient, int outputs, int loss, float delta,       \
      float values) {                                                                                             \
    float sum = 0.0f;                                                                                             \
    if (loss == CROSS_ENTROPY) {                                                                                  \
      int label = INTS(t_)[at];                                                                                   \
      float m = y[0];                                                                                             \
      for (int j = 1; j < outputs; j++) {                                                                         \
        m = y[j] > m ? y[j] : m;                                                                                  \
      }                                                                                                           \
      float behind = m - y[label];                                                                                \
      float others = 0.0f;                                                                                        \
      for (int j = 0; j < outputs; j++) {                                                                         \
        others += j == label ? 0.0f : exp(y[j] - m);                                                              \
      }                                                                                                           \
      float total = others + exp(-behind);                                                                        \
      for (int j = 0; j < outputs; j++) {                                                                         \
        float share = j == label ? -others : exp(y[j] - m);                                                       \
        gradient[j] = withoutSubnormals(share / total / values);                                                  \
      }                                                                                                           \
      return crossEntropyOfRow(behind, others);                                                                   \
    }                                                                                                             \
    __global const float *t = FLOATS(t_) + at;                                                                    \
    for (int j = 0; j < outputs; j++) {                                                                           \
      float value = y[j];                                                                                         \
      sum += elementLoss(loss, delta, value, t[j]);                                                               \
      gradient[j] = elementSlope(loss, delta, value, t[j]) / values;                                              \
    }                                                                                                             \
    return sum;                                                                                                   \
  }

ROW_LOSS(__global, rowLossInMemory)
#ifdef CUDA_C
#define rowLossInGroup rowLossInMemory
#else
ROW_LOSS(__local, rowLossInGroup)
#endif
