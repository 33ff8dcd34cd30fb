// opencl/gpu/training_loop.cl for NVIDIA GPUs, as it stands.
#include "cuda/device.cuh"
#include "opencl/gpu/training_loop.cl"
