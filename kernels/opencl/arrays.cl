// What all kernels here share with the engine that starts them.
//
// TornadoVM passes four arguments of its own before the kernel's (HIDDEN), and an array's data start after a header, whose
// size the engine puts in front of the source as ARRAY_HEADER. A scalar is always an int; a float travels as its bits.
// Window and Rates are the small arrays of kernels/java: what changes from step to step.
// The kernels that are not for CPUs are CUDA C too, with cuda/device.cuh in front: it defines these names its own way.

#ifndef CUDA_C
#ifndef ARRAY_HEADER
#define ARRAY_HEADER 16
#endif

#define HIDDEN \
  __global long *kernelContext, __constant uchar *constants, __local uchar *localRegion, __global int *atomics
#define ARRAY __global uchar *
#define SCALAR int
#define FLOATS(array) ((__global float *)((array) + ARRAY_HEADER))
#define INTS(array) ((__global int *)((array) + ARRAY_HEADER))
#define INLINE static inline __attribute__((always_inline))

// An array of a work group, and a pointer into one.
#define SHARED __local
#define LOCAL __local
#endif

#define OFFSET 0
#define ROWS 1
#define SLOT 2

#define LEARNING_RATE 0
#define CORRECTION1 1
#define CORRECTION2 2
