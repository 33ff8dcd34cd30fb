package io.github.thalweg.nn;

import io.github.thalweg.InvalidInputException;
import java.util.ArrayList;
import java.util.List;

/**
 * A chain of dense layers, each with at most one activation behind it, from a row of {@code inputs}
 * features to a row of {@link #outputs()} values.
 *
 * @param inputs features in a row, at least 1
 * @param layers at least one dense layer; an activation only directly behind a dense layer
 */
public record Model(int inputs, List<Layer> layers) {
  public Model {
    layers = List.copyOf(layers);
    if (inputs < 1) {
      throw new InvalidInputException(
          "A model needs at least 1 input; this one has " + inputs + ".");
    }
    if (layers.isEmpty()) {
      throw new InvalidInputException(
          "A model needs at least one dense layer, for example model: [{dense: 10}].");
    }
    for (int i = 0; i < layers.size(); i++) {
      if (layers.get(i) instanceof Activation activation
          && (i == 0 || layers.get(i - 1) instanceof Activation)) {
        throw new InvalidInputException(
            "Layer "
                + i
                + " ("
                + activation.key()
                + ") must stand directly behind a dense layer; "
                + (i == 0
                    ? "it is the model's first."
                    : "layer " + (i - 1) + " is an activation too."));
      }
    }
    parametersOf(inputs, layers);
  }

  /** Values in a row of the model's output. */
  public int outputs() {
    return layers.reversed().stream()
        .filter(Dense.class::isInstance)
        .mapToInt(layer -> ((Dense) layer).units())
        .findFirst()
        .orElseThrow();
  }

  /**
   * Weights and biases in the order in which θ holds them: {@code 0.weight, 0.bias, 2.weight, …}.
   */
  public List<Parameter> parameters() {
    return parametersOf(inputs, layers);
  }

  /** Elements of θ. */
  public int parameterCount() {
    Parameter last = parameters().getLast();
    return last.offset() + last.size();
  }

  private static List<Parameter> parametersOf(int inputs, List<Layer> layers) {
    List<Parameter> parameters = new ArrayList<>();
    int fanIn = inputs;
    long offset = 0;
    for (int i = 0; i < layers.size(); i++) {
      if (layers.get(i) instanceof Dense dense) {
        parameters.add(
            new Parameter(i + ".weight", List.of(dense.units(), fanIn), fanIn, (int) offset));
        offset += (long) dense.units() * fanIn;
        if (dense.bias()) {
          parameters.add(new Parameter(i + ".bias", List.of(dense.units()), fanIn, (int) offset));
          offset += dense.units();
        }
        if (offset > Integer.MAX_VALUE - 8) {
          throw new InvalidInputException(
              "Layer "
                  + i
                  + " (dense, "
                  + fanIn
                  + " → "
                  + dense.units()
                  + ") brings the model to "
                  + offset
                  + " parameters; one array holds at most 2³¹ − 9. Use fewer units.");
        }
        fanIn = dense.units();
      }
    }
    return parameters;
  }
}
