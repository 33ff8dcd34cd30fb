/** The operations of a program on float32 arrays, one by one. */
package io.github.thalweg.engine.cpu.dense;
