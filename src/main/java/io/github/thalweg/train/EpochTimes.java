package io.github.thalweg.train;

/**
 * The parts of an epoch's seconds.
 *
 * @param training in steps, from asking for the first to having the loss of the last
 * @param order of {@code training}: drawing the order of the rows and bringing it to the device
 * @param evaluation measuring on the test part and on training rows
 * @param host reading parameters, optimizer state and gradient from the device, and, before the
 *     first step, mostly saving those of the epoch before
 */
public record EpochTimes(double training, double order, double evaluation, double host) {}
