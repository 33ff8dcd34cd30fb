package io.github.thalweg.nn;

import io.github.thalweg.InvalidInputException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** A chain of layers, each of which reads the output of the one before. */
public final class Model {
  private final Shape input;
  private final List<Layer> layers;
  private final List<Parameter> parameters;
  private final int outputs;

  /**
   * @param input shape of an example's features
   * @param layers at least one with parameters
   */
  public Model(Shape input, List<Layer> layers) {
    this.input = input;
    this.layers = List.copyOf(layers);
    if (input.size() < 1) {
      throw new InvalidInputException(
          "A model needs at least 1 input; this one has " + input.size() + ".");
    }
    parameters = List.copyOf(parametersOf(input, layers));
    if (parameters.isEmpty()) {
      throw new InvalidInputException(
          "A model needs at least one layer with parameters, for example model: [{dense: 10}].");
    }
    outputs = outputsOf(input, layers);
  }

  /** A model of rows of so many features. */
  public Model(int inputs, List<Layer> layers) {
    this(Shape.ofExample(inputs), layers);
  }

  private static int outputsOf(Shape input, List<Layer> layers) {
    Shape shape = input;
    for (Layer layer : layers) {
      shape = layer.output(shape);
    }
    return Math.toIntExact(shape.size());
  }

  /** The shape of an example's features. */
  public Shape input() {
    return input;
  }

  /** The layers, first to last. */
  public List<Layer> layers() {
    return layers;
  }

  /** Features of an example. */
  public int inputs() {
    return Math.toIntExact(input.size());
  }

  /** Values that the model gives for an example. */
  public int outputs() {
    return outputs;
  }

  /** Weights and biases in the order of θ: {@code 0.weight, 0.bias, 2.weight, …}. */
  public List<Parameter> parameters() {
    return parameters;
  }

  /** Elements of θ. */
  public int parameterCount() {
    Parameter last = parameters.getLast();
    return last.offset() + last.size();
  }

  private static List<Parameter> parametersOf(Shape input, List<Layer> layers) {
    List<Parameter> parameters = new ArrayList<>();
    Shape shape = input;
    long offset = 0;
    for (int i = 0; i < layers.size(); i++) {
      Layer layer = layers.get(i);
      Shape output = layer.output(shape);
      for (LayerParameter part : layer.parameters(shape)) {
        parameters.add(
            new Parameter(i + "." + part.name(), part.shape(), part.fanIn(), (int) offset));
        offset = Math.addExact(offset, part.size());
      }
      if (offset > Integer.MAX_VALUE - 8) {
        throw new InvalidInputException(
            "Layer "
                + i
                + " ("
                + layer.key()
                + ", "
                + shape.inner()
                + " → "
                + output.inner()
                + ") brings the model to "
                + offset
                + " parameters; one array holds at most 2³¹ − 9. Use fewer units.");
      }
      shape = output;
    }
    return parameters;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Model model && input.equals(model.input) && layers.equals(model.layers);
  }

  @Override
  public int hashCode() {
    return Objects.hash(input, layers);
  }
}
