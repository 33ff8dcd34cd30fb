package io.github.thalweg.nn;

import io.github.thalweg.InvalidInputException;

/**
 * A fully connected layer, y = x·Wᵀ + b, as PyTorch's {@code nn.Linear}: W is (units, inputs), b is
 * (units).
 *
 * @param units outputs, at least 1
 * @param bias whether there is a b
 */
public record Dense(int units, boolean bias) implements Layer {
  public Dense {
    if (units < 1) {
      throw new InvalidInputException(
          "A dense layer needs at least 1 unit; this one has " + units + ".");
    }
  }

  public Dense(int units) {
    this(units, true);
  }
}
