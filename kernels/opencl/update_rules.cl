// The new value of one weight, with the same rules as kernels/java; g is its gradient, w the weight.

// θ ← θ − λ·d, d = g + decay·θ
INLINE float sgdRule(float w, float g, const float *rates, float decay) {
  return w - rates[LEARNING_RATE] * (g + decay * w);
}

// d = g + decay·θ; b ← momentum·b + d; θ ← θ − λ·(nesterov ? d + momentum·b : b)
INLINE float momentumRule(
    float w, float g, __global float *velocity, const float *rates, float decay, float momentum, int nesterov) {
  float d = g + decay * w;
  float b = momentum * *velocity + d;
  *velocity = b;
  return w - rates[LEARNING_RATE] * (nesterov == 1 ? d + momentum * b : b);
}

// m ← β₁m + (1 − β₁)d; v ← β₂v + (1 − β₂)d²; θ ← θ − λ/(1 − β₁ᵗ) · m / (√v/√(1 − β₂ᵗ) + ε), with d = g + decay·θ (Adam), or
// d = g after θ ← θ − λ·decay·θ (AdamW, decoupled 1)
INLINE float adamRule(
    float w, float g, __global float *first, __global float *second, const float *rates, float beta1, float rest1,
    float beta2, float rest2, float epsilon, float decay, int decoupled) {
  float rate = rates[LEARNING_RATE];
  float d = decoupled == 1 ? g : g + decay * w;
  w = decoupled == 1 ? w - rate * decay * w : w;
  float m = beta1 * *first + rest1 * d;
  float v = beta2 * *second + rest2 * d * d;
  *first = m;
  *second = v;
  return w - rate / rates[CORRECTION1] * (m / (sqrt(v) / rates[CORRECTION2] + epsilon));
}

// d = g + decay·θ; s ← αs + (1 − α)d²; q = √s + ε, or centred: a ← αa + (1 − α)d, q = √max(0, s − a²) + ε; θ ← θ − λ·d/q, or
// with momentum: b ← momentum·b + d/q, θ ← θ − λb
INLINE float rmsPropRule(
    float w, float g, __global float *square, __global float *velocity, __global float *average,
    const float *rates, float alpha, float rest, float epsilon, float decay, float momentum, int centered) {
  float d = g + decay * w;
  float s = alpha * *square + rest * d * d;
  *square = s;
  if (centered == 1) {
    float a = alpha * *average + rest * d;
    *average = a;
    // If the gradients hardly vary, rounding can make it negative. NaN stays NaN.
    float variance = s - a * a;
    s = variance < 0.0f ? 0.0f : variance;
  }
  float change = d / (sqrt(s) + epsilon);
  if (momentum > 0.0f) {
    change += momentum * *velocity;
    *velocity = change;
  }
  return w - rates[LEARNING_RATE] * change;
}
