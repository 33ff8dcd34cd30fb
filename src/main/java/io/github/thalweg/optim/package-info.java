/**
 * Update rules and schedules of the learning rate: descriptions with the coefficients for a step.
 */
package io.github.thalweg.optim;
