/** The loss around the weights of descent. */
package io.github.thalweg.report.surface;
