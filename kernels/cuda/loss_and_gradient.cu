// opencl/gpu/loss_and_gradient.cl for NVIDIA GPUs, as it stands.
#include "cuda/device.cuh"
#include "opencl/gpu/loss_and_gradient.cl"
