/**
 * The training program, a straight list of operations over tensors with shapes: the result of
 * lowering a model, its loss and its optimizer, and the only thing that an engine sees.
 */
package io.github.thalweg.program;
