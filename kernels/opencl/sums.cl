// float32 sums in blocks of 64, always in the same order: one long sum would lose digits.

INLINE float sumOfParts(__global const float *values, int parts, int stride) {
  float total = 0.0f;
  for (int block = 0; block < parts; block += 64) {
    float partial = 0.0f;
    for (int part = block; part < min(block + 64, parts); part++) {
      partial += values[(size_t)part * stride];
    }
    total += partial;
  }
  return total;
}

// To be called after term i of a sum: adds the sum of every 64 terms to the total.
INLINE void addBlock(int i, float *total, float *partial) {
  if (i % 64 == 63) {
    *total += *partial;
    *partial = 0.0f;
  }
}
