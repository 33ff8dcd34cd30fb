// opencl/single_layer_updates.cl for NVIDIA GPUs, as it stands.
#include "cuda/device.cuh"
#include "opencl/single_layer_updates.cl"
