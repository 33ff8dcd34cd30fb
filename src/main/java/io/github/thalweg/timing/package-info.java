/**
 * When the times of a repeated piece of work have come to rest, so that they are worth a figure.
 */
package io.github.thalweg.timing;
