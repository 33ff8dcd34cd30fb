// What all kernels here share with the engine that starts them.
//
// TornadoVM passes four arguments of its own before the kernel's (HIDDEN), and an array's data start after a header, whose
// size the engine puts in front of the source as ARRAY_HEADER. A scalar is always an int; a float travels as its bits.
// Window and Rates are the small arrays of kernels/java: what changes from step to step.

#ifndef ARRAY_HEADER
#define ARRAY_HEADER 16
#endif

#define HIDDEN \
  __global long *kernelContext, __constant uchar *constants, __local uchar *localRegion, __global int *atomics

#define FLOATS(array) ((__global float *)((array) + ARRAY_HEADER))
#define INTS(array) ((__global int *)((array) + ARRAY_HEADER))

#define OFFSET 0
#define ROWS 1
#define SLOT 2

#define LEARNING_RATE 0
#define CORRECTION1 1
#define CORRECTION2 2

// Kernels for a CPU whose work groups are one work item each: the vectors are written out, not made of work items.
#define ONE_ITEM __attribute__((reqd_work_group_size(1, 1, 1)))

// A function that is called where vectors are in registers.
#define INLINE static inline __attribute__((always_inline))

// Sixteen consecutive values in one instruction; PoCL's vload16 is put together from parts, which does not always merge.
typedef float16 unaligned16 __attribute__((aligned(4)));

INLINE float16 load16(__global const float *values) {
  return *(__global const unaligned16 *)values;
}

INLINE void store16(float16 value, __global float *values) {
  *(__global unaligned16 *)values = value;
}
