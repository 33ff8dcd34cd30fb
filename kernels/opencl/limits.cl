// What the device itself can do, as a measure for the other kernels: y ← x, and multiply-adds that never leave registers.
//
// Shapes: x and y (count), count a multiple of 16; a (16). Grid: copyFloats any number of work items, one a group, which
// share the vectors; multiplyAdds the same, each doing 2 · 16 · 16 · rounds operations.
#include "opencl/arrays.cl"

__kernel GROUP_OF(1) void copyFloats(HIDDEN, __global uchar *x_, __global uchar *y_, int count) {
  __global const float *x = FLOATS(x_);
  __global float *y = FLOATS(y_);
  int vectors = count / 16;
  int share = (vectors + get_global_size(0) - 1) / get_global_size(0);
  int first = get_global_id(0) * share;
  for (int i = first; i < min(first + share, vectors); i++) {
    vstore16(vload16(i, x), i, y);
  }
}

__kernel GROUP_OF(1) void multiplyAdds(HIDDEN, __global uchar *a_, __global uchar *result_, int rounds) {
  float16 a = vload16(0, FLOATS(a_));
  float16 sum[16];
#pragma unroll
  for (int i = 0; i < 16; i++) {
    sum[i] = a + i;
  }
  for (int round = 0; round < rounds; round++) {
#pragma unroll
    for (int i = 0; i < 16; i++) {
      sum[i] = fma(sum[i], a, a);
    }
  }
#pragma unroll
  for (int i = 1; i < 16; i++) {
    sum[0] += sum[i];
  }
  vstore16(sum[0], get_global_id(0), FLOATS(result_));
}
