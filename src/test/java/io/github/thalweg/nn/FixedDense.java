package io.github.thalweg.nn;

import java.util.List;
import java.util.Optional;

/**
 * A layer for tests, y = x·Wᵀ with a W that does not learn: the gradient passes through it alone.
 */
public record FixedDense(int units) implements Layer {
  private Dense dense() {
    return new Dense(units, false);
  }

  @Override
  public Shape output(Shape input) {
    return dense().output(input);
  }

  @Override
  public List<LayerParameter> parameters(Shape input) {
    return dense().parameters(input);
  }

  @Override
  public Tensor lower(Tape tape, Tensor x) {
    Tensor weight = tape.parameter("weight");
    Tensor y = tape.activation(output(x.shape()));
    tape.emit(new Op.Linear(x, weight, Optional.empty(), y));
    tape.onBackward(
        y, dy -> tape.flow(x, dx -> new Op.InputGradient(dy, weight, Optional.empty(), dx)));
    return y;
  }

  @Override
  public String key() {
    return "fixed_dense";
  }
}
