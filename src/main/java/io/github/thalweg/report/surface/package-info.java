/** The loss around the weights that descent went through. */
package io.github.thalweg.report.surface;
