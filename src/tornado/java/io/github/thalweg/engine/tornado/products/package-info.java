/** Tasks whose kernels are written by hand, in OpenCL C and CUDA C. */
package io.github.thalweg.engine.tornado.products;
