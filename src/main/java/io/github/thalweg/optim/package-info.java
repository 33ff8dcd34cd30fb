/**
 * Update rules and how the learning rate changes over a run: descriptions with the coefficients
 * that a step needs.
 */
package io.github.thalweg.optim;
