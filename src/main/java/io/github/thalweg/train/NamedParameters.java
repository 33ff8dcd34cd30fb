package io.github.thalweg.train;

import io.github.thalweg.InvalidInputException;
import io.github.thalweg.io.Safetensors;
import io.github.thalweg.io.Tensor;
import io.github.thalweg.nn.Model;
import io.github.thalweg.nn.Parameter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Values for the parameters of a model, by name, before they are known to fit one.
 *
 * @param origin where they come from, for error messages: a file, {@code init}
 * @param advice a sentence for who gave values that do not fit
 */
record NamedParameters(String origin, String advice, Map<String, Tensor> tensors) {
  private static final String TO_START =
      "What the model starts from must have its parameters in its shapes.";

  /** Values in a safetensors file that a run is to start from. */
  static NamedParameters toStart(Path file) {
    return new NamedParameters(file.toString(), TO_START, Safetensors.read(file).tensors());
  }

  /** Values without shapes; whatever shape the model has for them is theirs. */
  static NamedParameters ofValues(String origin, Map<String, double[]> values) {
    Map<String, Tensor> tensors = new HashMap<>();
    values.forEach(
        (name, data) -> tensors.put(name, new Tensor.F64(new int[] {data.length}, data)));
    return new NamedParameters(origin, TO_START, tensors);
  }

  /**
   * The values as θ.
   *
   * @throws InvalidInputException when a parameter is missing, left over or of another shape
   */
  float[] flat(Model model) {
    float[] theta = new float[model.parameterCount()];
    List<String> leftOver = new ArrayList<>(tensors.keySet());
    for (Parameter parameter : model.parameters()) {
      Tensor tensor = tensors.get(parameter.name());
      if (tensor == null) {
        throw new InvalidInputException(
            origin
                + " has no values for the parameter "
                + parameter.name()
                + " "
                + parameter.shape()
                + "; it has "
                + String.join(", ", tensors.keySet().stream().sorted().toList())
                + ". "
                + advice);
      }
      requireShape(parameter, tensor);
      System.arraycopy(tensor.floats(), 0, theta, parameter.offset(), parameter.size());
      leftOver.remove(parameter.name());
    }
    if (!leftOver.isEmpty()) {
      String unknown =
          InvalidInputException.unknown(
                  "a parameter of the model (in " + origin + ")",
                  leftOver.getFirst(),
                  model.parameters().stream().map(Parameter::name).toList())
              .getMessage();
      throw new InvalidInputException(unknown + " " + advice);
    }
    return theta;
  }

  private void requireShape(Parameter parameter, Tensor tensor) {
    List<Integer> shape = Arrays.stream(tensor.shape()).boxed().toList();
    boolean flatValues = shape.size() == 1 && shape.getFirst() == parameter.size();
    if (!shape.equals(parameter.shape()) && !flatValues) {
      throw new InvalidInputException(
          parameter.name()
              + " has the shape "
              + parameter.shape()
              + " in the model and "
              + shape
              + " in "
              + origin
              + ". "
              + advice);
    }
  }
}
