// opencl/mean_loss.cl for NVIDIA GPUs, as it stands.
#include "cuda/device.cuh"
#include "opencl/mean_loss.cl"
