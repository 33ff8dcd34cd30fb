// The conventions that all kernels here share with the engine that starts them.
//
// TornadoVM passes four arguments of its own before the kernel's (HIDDEN). An array's data start after a header; the engine
// puts its size in front of the source as ARRAY_HEADER. A scalar is always an int; a float is passed as its bits.
// Window and Rates are the small arrays of kernels/java: the values that change in each step, with a table of the next steps.
// The kernels that are not for CPUs are also CUDA C, with cuda/device.cuh in front, which defines these names for CUDA.

#ifndef CUDA_C
#ifdef __clang__
// Functions with vectors of sixteen as arguments are always inlined, so a warning about their calls does not matter.
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

// A kernel is always started in work groups of this size: a driver refuses other sizes, and compiles for this size.
#define GROUP_OF(items) __attribute__((reqd_work_group_size(items, 1, 1)))

// An array of a work group, and a pointer into such an array.
#define SHARED __local
#define LOCAL __local
#endif

#define OFFSET 0
#define ROWS 1
#define SLOT 2

#define LEARNING_RATE 0
#define CORRECTION1 1
#define CORRECTION2 2

// The tables follow the values of the current step. WINDOW_ENTRY is the place of a step's offset in the window, and its number
// of rows comes next; RATES_ENTRY is the place of its rates.
#define WINDOW_ENTRY(slot) (3 + 2 * (slot))
#define RATES_ENTRY(slot) (3 + 3 * (slot))

// Where the rows of a batch are: in a separate array, in the data from the window's offset on, or in the data at the indices that
// the order of the epoch has from the offset on.
#define BATCH 0
#define DATA 1
#define ORDER 2

// The index in the array of row i of the batch.
INLINE size_t rowOfBatch(int source, __global const int *order, int offset, int i) {
  return source == ORDER ? order[offset + i] : source == DATA ? offset + i : i;
}

// Makes a step of the tables the current step. The tables have one more entry after the last step.
INLINE void moveTo(int slot, __global int *window, __global float *rates) {
  window[OFFSET] = window[WINDOW_ENTRY(slot)];
  window[ROWS] = window[WINDOW_ENTRY(slot) + 1];
  window[SLOT] = slot;
  for (int i = 0; i < 3; i++) {
    rates[i] = rates[RATES_ENTRY(slot) + i];
  }
}
