// opencl/updates.cl for NVIDIA GPUs, as it stands.
#include "cuda/device.cuh"
#include "opencl/updates.cl"
