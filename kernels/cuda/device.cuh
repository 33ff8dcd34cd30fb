// The names of OpenCL C, defined in CUDA C. So the kernels of kernels/opencl/gpu, and those that are the same on every
// device, compile as CUDA C without a change, and the code that runs here is the code that is tested on an OpenCL device.
//
// TornadoVM's CUDA backend compiles a .cu with NVRTC and passes four arguments of its own before the kernel's. Its PTX
// backend (macro PTX, see scripts/build-ptx) passes one. It passes every argument in a slot of eight bytes, so a scalar has
// eight bytes there. The size of an array's header is ARRAY_HEADER in front of a .cu. In a .ptx it is the variable
// arrayHeader; the engine writes another number into it if necessary.

#define CUDA_C

#ifdef PTX
extern "C" __constant__ int arrayHeader = 16;
#define ARRAY_HEADER arrayHeader
#define HIDDEN long long *kernelContext

struct __align__(8) Slot {
  int value;
  int unused;
  __device__ operator int() const {
    return value;
  }
};
#define SCALAR Slot
#else
#ifndef ARRAY_HEADER
#define ARRAY_HEADER 16
#endif
#define HIDDEN \
  long long *kernelContext, unsigned char *constants, unsigned char *localRegion, int *atomics
#define SCALAR int
#endif

#define ARRAY unsigned char *
#define FLOATS(array) ((float *)((array) + ARRAY_HEADER))
#define INTS(array) ((int *)((array) + ARRAY_HEADER))
#define INLINE static __device__ __forceinline__
#define RESTRICT __restrict__
// A multiprocessor must have room for three groups. Without this number the assembler saves registers for more groups, and
// spills.
#define GROUP_OF(items) __launch_bounds__(items, 3)

#define __kernel extern "C" __global__
#define __global
#define LOCAL
#define SHARED __shared__
#define CLK_LOCAL_MEM_FENCE 0
#define CLK_GLOBAL_MEM_FENCE 0
#define FLT_MIN 1.17549435e-38f

INLINE int get_local_id(int dimension) {
  return dimension == 0 ? threadIdx.x : dimension == 1 ? threadIdx.y : threadIdx.z;
}

INLINE int get_group_id(int dimension) {
  return dimension == 0 ? blockIdx.x : dimension == 1 ? blockIdx.y : blockIdx.z;
}

INLINE int get_num_groups(int dimension) {
  return dimension == 0 ? gridDim.x : dimension == 1 ? gridDim.y : gridDim.z;
}

INLINE int get_global_id(int dimension) {
  return get_group_id(dimension) * (dimension == 0 ? blockDim.x : dimension == 1 ? blockDim.y : blockDim.z)
      + get_local_id(dimension);
}

INLINE int get_global_size(int dimension) {
  return get_num_groups(dimension) * (dimension == 0 ? blockDim.x : dimension == 1 ? blockDim.y : blockDim.z);
}

INLINE void barrier(int) {
  __syncthreads();
}

INLINE float as_float(int bits) {
  return __int_as_float(bits);
}

INLINE float select(float a, float b, bool takesB) {
  return takesB ? b : a;
}

INLINE int clamp(int value, int least, int most) {
  return value < least ? least : value > most ? most : value;
}
