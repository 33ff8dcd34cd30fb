/** Matrices, their cut into tiles, and the threads that take them. */
package io.github.thalweg.engine.cpu.threads;
