package io.github.thalweg.optim;

/**
 * The values of an update rule that change from step to step.
 *
 * @param learningRate λ of this step
 * @param correction1 1 − β₁ᵗ of Adam, else 1
 * @param correction2 √(1 − β₂ᵗ) of Adam, else 1
 */
public record Coefficients(double learningRate, double correction1, double correction2) {}
