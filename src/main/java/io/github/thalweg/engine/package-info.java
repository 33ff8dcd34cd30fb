/**
 * The engines for training programs: an {@code Engine} has {@code Device}s, a device opens a {@code
 * Session} of a program, and a session holds data, parameters and optimizer state and takes steps.
 */
package io.github.thalweg.engine;
