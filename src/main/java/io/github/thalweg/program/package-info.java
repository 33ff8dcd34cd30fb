/**
 * The training program, a straight list of operations over tensors with shapes: what a model, its
 * loss and its optimizer are lowered to, and all that an engine sees.
 */
package io.github.thalweg.program;
