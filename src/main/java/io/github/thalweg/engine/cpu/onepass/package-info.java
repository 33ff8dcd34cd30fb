/** A training step of a single layer in one pass over the rows. */
package io.github.thalweg.engine.cpu.onepass;
