package io.github.thalweg.engine;

/**
 * The state of a run between two steps. The position in the data and the learning rate follow from
 * the step.
 *
 * @param step steps taken
 * @param parameters θ, (P)
 * @param slots the optimizer's state, (slots · P)
 */
public record State(long step, FlatVector parameters, FlatVector slots) {}
