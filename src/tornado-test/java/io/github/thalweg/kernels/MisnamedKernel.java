package io.github.thalweg.kernels;

import uk.ac.manchester.tornado.api.KernelContext;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;

/** A kernel under a name that OpenCL C and CUDA C have for themselves. */
public final class MisnamedKernel {
  private MisnamedKernel() {}

  /** Sets each element of c to 1. */
  public static void union(KernelContext context, FloatArray c) {
    c.set(context.globalIdx, 1f);
  }
}
