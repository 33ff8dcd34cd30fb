/** Activations and losses, element by element: in loops and with the Vector API. */
package io.github.thalweg.engine.cpu.elements;
