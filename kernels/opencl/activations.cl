// φ(z) and φ′ for one value (FLOAT float) and for sixteen (FLOAT float16), with the same formulas as kernels/java.
//
// relu: max(z, 0); tanh; sigmoid: 1 / (1 + e⁻ᶻ); gelu: z·Φ(z) with the exact Φ, from the two polynomials of nn/Erf;
// leaky_relu: z above 0, else 0.01·z.
// The derivative needs the value that the forward pass saved: φ(z), or z for gelu. The result for NaN is NaN.

#define NONE 0
#define RELU 1
#define TANH 2
#define SIGMOID 3
#define GELU 4
#define LEAKY_RELU 5

#define SQRT_HALF 0.70710678f
#define DENSITY_AT_ZERO 0.39894228f
#define ERF_SPLIT 0.927734375f

// p in erf(t) = 1 − e^p, for t > ERF_SPLIT.
#define ERF_EXPONENT(FLOAT, name)                               \
  INLINE FLOAT name(FLOAT t) {                                  \
    FLOAT u = fmin(t, (FLOAT)(4.0f));                           \
    FLOAT s = u * u;                                            \
    FLOAT p = -1.72853470e-5f * u + 3.83197126e-4f;             \
    p = p * s + (-3.88396438e-3f * u + 2.42546219e-2f);         \
    p = p * u - 1.06777877e-1f;                                 \
    p = p * u - 6.34846687e-1f;                                 \
    p = p * u - 1.28717512e-1f;                                 \
    return p * u - u;                                           \
  }

// erf(a) for |a| ≤ ERF_SPLIT, and NaN for NaN.
#define ERF_CENTRAL(FLOAT, name)                                \
  INLINE FLOAT name(FLOAT a) {                                  \
    FLOAT s = a * a;                                            \
    FLOAT p = -5.96761703e-4f * s + 4.99119423e-3f;             \
    p = p * s - 2.67681349e-2f;                                 \
    p = p * s + 1.12819925e-1f;                                 \
    p = p * s - 3.76125336e-1f;                                 \
    p = p * s + 1.28379166e-1f;                                 \
    return p * a + a;                                           \
  }

// Φ(z), the normal distribution function.
#define NORMAL(FLOAT, name, exponent, central)                                         \
  INLINE FLOAT name(FLOAT z) {                                                         \
    FLOAT a = z * SQRT_HALF;                                                           \
    FLOAT half_ = 0.5f * (1.0f - exp(exponent(fabs(a))));                              \
    FLOAT far = select(0.5f - half_, 0.5f + half_, z > (FLOAT)(0.0f));                 \
    return select(0.5f + 0.5f * central(a), far, fabs(a) > (FLOAT)(ERF_SPLIT));        \
  }

#define ACTIVATION(FLOAT, name, normal)                                                \
  INLINE FLOAT name(int kind, FLOAT z) {                                               \
    switch (kind) {                                                                    \
      case RELU: return select(z, (FLOAT)(0.0f), z < (FLOAT)(0.0f));                   \
      case TANH: return tanh(z);                                                       \
      case SIGMOID: return 1.0f / (1.0f + exp(-z));                                    \
      case GELU: return z * normal(z);                                                 \
      case LEAKY_RELU: return select(0.01f * z, z, z > (FLOAT)(0.0f));                 \
      default: return z;                                                               \
    }                                                                                  \
  }

#define ACTIVATION_SLOPE(FLOAT, name, normal)                                          \
  INLINE FLOAT name(int kind, FLOAT saved) {                                           \
    switch (kind) {                                                                    \
      case RELU: return select((FLOAT)(0.0f), (FLOAT)(1.0f), saved > (FLOAT)(0.0f));   \
      case TANH: return 1.0f - saved * saved;                                          \
      case SIGMOID: return saved * (1.0f - saved);                                     \
      case GELU:                                                                       \
        return normal(saved) + saved * DENSITY_AT_ZERO * exp(-0.5f * saved * saved);   \
      case LEAKY_RELU: return select((FLOAT)(0.01f), (FLOAT)(1.0f), saved > (FLOAT)(0.0f)); \
      default: return (FLOAT)(1.0f);                                                   \
    }                                                                                  \
  }

ERF_EXPONENT(float, erfExponent)
ERF_CENTRAL(float, erfCentral)
NORMAL(float, normal, erfExponent, erfCentral)
ACTIVATION(float, activation, normal)
ACTIVATION_SLOPE(float, activationSlope, normal)

#ifndef CUDA_C
ERF_EXPONENT(float16, erfExponent16)
ERF_CENTRAL(float16, erfCentral16)
NORMAL(float16, normal16, erfExponent16, erfCentral16)
ACTIVATION(float16, activation16, normal16)
ACTIVATION_SLOPE(float16, activationSlope16, normal16)
#endif
