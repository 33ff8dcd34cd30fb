// What all kernels here share with the engine that starts them.
//
// TornadoVM passes four arguments of its own before the kernel's (HIDDEN), and an array's data start after a header, whose
// size the engine puts in front of the source as ARRAY_HEADER. A scalar is always an int; a float travels as its bits.
// Window and Rates are the small arrays of kernels/java: what changes from step to step, with a table of the steps to come.
// The kernels that are not for CPUs are CUDA C too, with cuda/device.cuh in front: it defines these names its own way.

#ifndef CUDA_C
#ifdef __clang__
// Functions that take vectors of sixteen are always inlined: how they would be called does not matter.
#pragma clang diagnostic ignored "-Wpsabi"
#endif
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
#define RESTRICT restrict

// A kernel is only ever started in work groups of this size: a driver refuses any other, and compiles for this one.
#define GROUP_OF(items) __attribute__((reqd_work_group_size(items, 1, 1)))

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

// Of the tables behind the step at hand: where the offset of a step is in the window, its rows follow, and its rates.
#define WINDOW_ENTRY(slot) (3 + 2 * (slot))
#define RATES_ENTRY(slot) (3 + 3 * (slot))

// Where the rows of a batch lie: in an array of their own, in the data from the window's offset on, or where the order of the
// epoch says from the offset on.
#define BATCH 0
#define DATA 1
#define ORDER 2

// The row of the array that is row i of the batch.
INLINE size_t rowOfBatch(int source, __global const int *order, int offset, int i) {
  return source == ORDER ? order[offset + i] : source == DATA ? offset + i : i;
}

// Makes a step of the tables the one at hand; they have an entry behind the last step.
INLINE void moveTo(int slot, __global int *window, __global float *rates) {
  window[OFFSET] = window[WINDOW_ENTRY(slot)];
  window[ROWS] = window[WINDOW_ENTRY(slot) + 1];
  window[SLOT] = slot;
  for (int i = 0; i < 3; i++) {
    rates[i] = rates[RATES_ENTRY(slot) + i];
  }
}
