// The limits of the device, to compare the other kernels with: y ← x, and multiply-adds that stay in registers.
//
// Shapes: x and y (count), count a multiple of 16; a (16). Grid: for copyFloats any number of work groups of one work item,
// which share the vectors; for multiplyAdds the same, with 2 · 16 · 16 · rounds operations for each work item.
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
