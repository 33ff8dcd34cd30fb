// opencl/gpu/parameter_gradient.cl for NVIDIA GPUs, as it stands.
#include "cuda/device.cuh"
#include "opencl/gpu/parameter_gradient.cl"
