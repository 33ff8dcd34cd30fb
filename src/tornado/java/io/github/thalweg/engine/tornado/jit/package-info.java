/** Tasks whose kernels are in Java: the complete family. */
package io.github.thalweg.engine.tornado.jit;
