/** Matrix products: in loops, with the Vector API, and OpenBLAS; and the choice between them. */
package io.github.thalweg.engine.cpu.gemm;
