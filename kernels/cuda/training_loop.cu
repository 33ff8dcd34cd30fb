// opencl/gpu/training_loop.cl for NVIDIA GPUs, unchanged.
#include "cuda/device.cuh"
#include "opencl/gpu/training_loop.cl"
