// opencl/add_parts.cl for NVIDIA GPUs, as it stands.
#include "cuda/device.cuh"
#include "opencl/add_parts.cl"
