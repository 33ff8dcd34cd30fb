/** Matrix products: in loops, with the Vector API, and OpenBLAS; and which of them is taken. */
package io.github.thalweg.engine.cpu.gemm;
