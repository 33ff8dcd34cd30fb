// opencl/gpu/linear.cl for NVIDIA GPUs, as it stands.
#include "cuda/device.cuh"
#include "opencl/gpu/linear.cl"
