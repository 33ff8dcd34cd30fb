package io.github.thalweg.nn;

/** A layer for tests, y = tanh(x) + sigmoid(x): x and ∂C/∂y have two readers each. */
public record TwoBranches() implements Layer {
  @Override
  public Shape output(Shape input) {
    return input;
  }

  @Override
  public Tensor lower(Tape tape, Tensor x) {
    Tensor a = Activation.TANH.lower(tape, x);
    Tensor b = Activation.SIGMOID.lower(tape, x);
    Tensor y = tape.activation(x.shape());
    tape.emit(new Op.Add(a, b, y));
    tape.onBackward(
        y,
        dy -> {
          tape.flow(a, dy);
          tape.flow(b, dy);
        });
    return y;
  }

  @Override
  public String key() {
    return "two_branches";
  }
}
