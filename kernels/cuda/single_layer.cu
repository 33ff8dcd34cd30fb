// opencl/gpu/single_layer.cl for NVIDIA GPUs, unchanged.
#include "cuda/device.cuh"
#include "opencl/gpu/single_layer.cl"
