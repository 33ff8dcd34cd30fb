/** Holds engines against the float64 reference, and gradients against central differences. */
package io.github.thalweg.check;
