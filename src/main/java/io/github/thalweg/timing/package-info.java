/** Decides when the times of repeated work are steady enough for a figure. */
package io.github.thalweg.timing;
