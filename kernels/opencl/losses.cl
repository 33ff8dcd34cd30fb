// The loss of one output and its derivative, and those of a row of logits, with the same formulas as kernels/java:
//
// mse: (y − t)²; gradient 2(y − t)
// huber: ½d² where |d| ≤ δ, else δ(|d| − ½δ), d = y − t; gradient d limited to ±δ
// bce_with_logits: max(y, 0) − y·t + log(1 + e^−|y|); gradient σ(y) − t
// cross_entropy: log Σₖ e^(yₖ − m) + (m − y[t]), m = max y; gradient softmax(y) − onehot(t)
//
// If a model is nearly certain, σ − t and softmax − 1 would be differences of numbers near 1, without exact digits. So
// σ − t is written with 1 − t, and softmax − 1 is minus the share of the other classes.

#define MSE 0
#define HUBER 1
#define BCE_WITH_LOGITS 2
#define CROSS_ENTROPY 3

// log(1 + e), also if 1 + e is rounded (Kahan).
INLINE float logOnePlus(float e) {
  float u = 1.0f + e;
  return u == 1.0f ? e : log(u) * (e / (u - 1.0f));
}

INLINE float elementLoss(int loss, float delta, float y, float t) {
  float residual = y - t;
  float size = fabs(residual);
  switch (loss) {
    case HUBER: return size <= delta ? 0.5f * residual * residual : delta * (size - 0.5f * delta);
    case BCE_WITH_LOGITS: return (y > 0.0f ? y : 0.0f) - y * t + logOnePlus(exp(-fabs(y)));
    default: return residual * residual;
  }
}

INLINE float elementSlope(int loss, float delta, float y, float t) {
  float residual = y - t;
  float e = exp(-fabs(y));
  switch (loss) {
    case HUBER: return residual > delta ? delta : (residual < -delta ? -delta : residual);
    case BCE_WITH_LOGITS: return (y >= 0.0f ? (1.0f - t) - t * e : (1.0f - t) * e - t) / (1.0f + e);
    default: return 2.0f * residual;
  }
}

// The cross-entropy of a row: `behind` is m − y[t], `others` is Σ e^(yₖ − m) over all classes except t. NaN if a logit is NaN.
INLINE float crossEntropyOfRow(float behind, float others) {
  return behind <= 0.0f ? logOnePlus(others) : behind + log(others + exp(-behind));
}

// Subnormal numbers count as 0. softmax gives them for very unlikely classes, and they make a CPU's products a hundred times
// slower.
INLINE float withoutSubnormals(float gradient) {
  return fabs(gradient) < FLT_MIN ? 0.0f : gradient;
}
