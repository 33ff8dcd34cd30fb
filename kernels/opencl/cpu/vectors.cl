// For CPUs: work groups of one work item. The code uses explicit vectors; they are not made of work items.

// Requests sixteen values that are read later. OpenCL's own function does nothing in PoCL, and other compilers do not accept the
// one that PoCL has.
#ifdef POCL_DEVICE_ADDRESS_BITS
#define PREFETCH(values) __builtin_prefetch(values)
#else
#define PREFETCH(values) prefetch(values, 16)
#endif

// Sixteen consecutive values in one instruction. PoCL's vload16 loads several parts, and the compiler does not always merge
// them.
typedef float16 unaligned16 __attribute__((aligned(4)));

INLINE float16 load16(__global const float *values) {
  return *(__global const unaligned16 *)values;
}

INLINE void store16(float16 value, __global float *values) {
  *(__global unaligned16 *)values = value;
}

INLINE float largest(float16 v) {
  float8 a = select(v.lo, v.hi, v.hi > v.lo);
  float4 b = select(a.lo, a.hi, a.hi > a.lo);
  float2 c = select(b.lo, b.hi, b.hi > b.lo);
  return c.y > c.x ? c.y : c.x;
}

INLINE float sumOfLanes(float16 v) {
  float8 a = v.lo + v.hi;
  float4 b = a.lo + a.hi;
  float2 c = b.lo + b.hi;
  return c.x + c.y;
}
