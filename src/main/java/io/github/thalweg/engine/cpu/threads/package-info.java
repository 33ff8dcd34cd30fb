/** Matrices, their cut into tiles, and the threads for the tiles. */
package io.github.thalweg.engine.cpu.threads;
