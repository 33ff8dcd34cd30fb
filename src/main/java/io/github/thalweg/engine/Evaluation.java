package io.github.thalweg.engine;

import java.util.OptionalDouble;

/**
 * The metrics of the current parameters on one part of the data.
 *
 * @param loss mean over the rows, by the program's loss
 * @param accuracy share of right classes, 0 … 1, if the loss classifies
 * @param rmse root of the mean squared residual, in the targets' units, if it does not
 */
public record Evaluation(int rows, double loss, OptionalDouble accuracy, OptionalDouble rmse) {}
