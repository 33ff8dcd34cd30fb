package io.github.thalweg.engine;

import java.util.OptionalDouble;

/**
 * How good the current parameters are on one part of the data.
 *
 * @param loss mean over the rows, as the program's loss defines it
 * @param accuracy share of right classes, 0 … 1, where the loss classifies
 * @param rmse root of the mean squared residual, in the targets' units, where it does not
 */
public record Evaluation(int rows, double loss, OptionalDouble accuracy, OptionalDouble rmse) {}
