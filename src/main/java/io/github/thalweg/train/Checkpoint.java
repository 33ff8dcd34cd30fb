package io.github.thalweg.train;

import io.github.thalweg.InvalidInputException;
import io.github.thalweg.engine.State;
import io.github.thalweg.io.Safetensors;
import io.github.thalweg.io.Tensor;
import java.nio.file.Path;
import java.util.Map;

/** The state of a run in {@code checkpoint.safetensors}, from which it goes on bit for bit. */
final class Checkpoint {
  private Checkpoint() {}

  static void write(Path file, State state) {
    Safetensors.write(
        file,
        Map.of("parameters", tensor(state.parameters()), "slots", tensor(state.slots())),
        Map.of("step", Long.toString(state.step())));
  }

  static State read(Path file) {
    Safetensors content = Safetensors.read(file);
    Tensor parameters = content.tensors().get("parameters");
    Tensor slots = content.tensors().get("slots");
    String step = content.metadata().getOrDefault("step", "");
    if (parameters == null || slots == null || !step.matches("\\d{1,18}")) {
      throw new InvalidInputException(
          file + " is a safetensors file, but not the checkpoint of a run.");
    }
    return new State(Long.parseLong(step), parameters.doubles(), slots.doubles());
  }

  /** Single precision where that loses nothing, as with every engine but the reference. */
  private static Tensor tensor(double[] values) {
    float[] floats = new float[values.length];
    boolean exact = true;
    for (int i = 0; i < values.length; i++) {
      floats[i] = (float) values[i];
      exact &= floats[i] == values[i];
    }
    int[] shape = {values.length};
    return exact ? new Tensor.F32(shape, floats) : new Tensor.F64(shape, values);
  }
}
