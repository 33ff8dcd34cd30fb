/** Compares engines with the float64 reference, and gradients with central differences. */
package io.github.thalweg.check;
