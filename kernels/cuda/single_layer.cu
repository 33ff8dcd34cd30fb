// opencl/gpu/single_layer.cl for NVIDIA GPUs, as it stands.
#include "cuda/device.cuh"
#include "opencl/gpu/single_layer.cl"
