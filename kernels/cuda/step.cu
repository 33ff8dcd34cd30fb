// opencl/gpu/step.cl for NVIDIA GPUs, unchanged.
#include "cuda/device.cuh"
#include "opencl/gpu/step.cl"
