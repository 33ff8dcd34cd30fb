package io.github.thalweg.nn;

import io.github.thalweg.InvalidInputException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A fully connected layer, y = x·Wᵀ + b over the last dimension, as PyTorch's {@code nn.Linear}: W
 * is (units, inputs), b is (units).
 *
 * @param units outputs, at least 1
 * @param bias whether there is a b
 */
public record Dense(int units, boolean bias) implements Layer {
  private static final String WEIGHT = "weight";
  private static final String BIAS = "bias";

  public Dense {
    if (units < 1) {
      throw new InvalidInputException(
          "A dense layer needs at least 1 unit; this one has " + units + ".");
    }
  }

  public Dense(int units) {
    this(units, true);
  }

  @Override
  public Shape output(Shape input) {
    return input.withInner(units);
  }

  @Override
  public List<LayerParameter> parameters(Shape input) {
    int fanIn = input.inner();
    List<LayerParameter> parameters = new ArrayList<>();
    parameters.add(new LayerParameter(WEIGHT, List.of(units, fanIn), fanIn));
    if (bias) {
      parameters.add(new LayerParameter(BIAS, List.of(units), fanIn));
    }
    return parameters;
  }

  @Override
  public Tensor lower(Tape tape, Tensor x) {
    Tensor weight = tape.parameter(WEIGHT);
    Optional<Tensor> biases = bias ? Optional.of(tape.parameter(BIAS)) : Optional.empty();
    Tensor y = tape.activation(output(x.shape()));
    tape.emit(new Op.Linear(x, weight, biases, y));
    tape.onBackward(
        y,
        dy -> {
          tape.emit(
              new Op.ParameterGradient(
                  dy, x, tape.gradientOf(weight), biases.map(tape::gradientOf)));
          tape.flow(x, dx -> new Op.InputGradient(dy, weight, Optional.empty(), dx));
        });
    return y;
  }

  @Override
  public String key() {
    return "dense";
  }

  @Override
  public Object setting() {
    Map<String, Object> units = new LinkedHashMap<>();
    units.put("units", this.units);
    units.put("bias", false);
    return Map.of(key(), bias ? this.units : units);
  }
}
